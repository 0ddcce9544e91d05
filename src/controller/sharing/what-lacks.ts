/** What a controller needs of its own to go on with what anybody may have begun: the pools, and the media. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ControllerOptions } from '../controller-options.js';

export interface Needs {
  /** By the names under which they were added. */
  readonly pools: readonly string[];
  readonly media: readonly string[];
}

/** As a clause; undefined when nothing is missing. */
export async function whatLacks(
  { pools, media: ids }: Needs,
  { knownPools, media }: Pick<ControllerOptions, 'knownPools' | 'media'>,
): Promise<string | undefined> {
  const known = await knownPools?.();
  const strange = pools.filter((pool) => known?.has(pool) === false);
  if (strange.length > 0) return `it does not know ${named(strange)} (drydock pool add)`;
  for (const id of new Set(ids)) {
    if ((await media.open(id)) === undefined) return `it has no medium ${id} (drydock media import)`;
  }
  return undefined;
}

/** Its password is not to be had here, for one: who took the run over would stop it. As a clause. */
export async function whyClosed(
  pool: string,
  { openPool }: Pick<ControllerOptions, 'openPool'>,
): Promise<string | undefined> {
  try {
    await (await openPool(pool)).close();
    return undefined;
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return `it cannot open the pool ${pool} (${error.code})`;
  }
}

/** Enough to see which are meant; hundreds are no reason that anybody reads. */
const mostNamed = 5;

function named(pools: readonly string[]): string {
  if (pools.length === 1) return `the pool ${pools.join()}`;
  const more = pools.length - mostNamed;
  return `the pools ${pools.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
