/** What a controller needs of its own to go on with a run that anybody may have begun: the pool, and the media. */
import type { ControllerOptions } from '../controller-options.js';
import type { Plan } from '../planning/plan.js';
import { mediaOf } from '../run/media-of-run.js';

/** As a clause; undefined when nothing is missing. */
export async function whatLacks(
  plan: Plan,
  pool: string,
  { knowsPool, media }: Pick<ControllerOptions, 'knowsPool' | 'media'>,
): Promise<string | undefined> {
  if (knowsPool !== undefined && !(await knowsPool(pool)))
    return `it does not know the pool ${pool} (drydock pool add)`;
  for (const id of mediaOf(plan)) {
    if ((await media.open(id)) === undefined) return `it has no medium ${id} (drydock media import)`;
  }
  return undefined;
}
