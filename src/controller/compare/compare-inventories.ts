/** What differs between two readings of a pool's inventory, each with the rule of the release that explains it, if one does. */
import type { InventoryItem } from '../../xapi/inventory/inventory.js';
import { explainDifference, type UpgradeStep } from '../../releases/differences.js';

export interface Difference {
  readonly item: Pick<InventoryItem, 'kind' | 'uuid' | 'name' | 'host'>;
  /** The fact that differs; `there` for a thing that is gone. */
  readonly fact: string;
  readonly before: string;
  readonly now: string;
  /** Null where nothing says that it may differ. */
  readonly explained: { readonly why: string; readonly source: string } | null;
}

export interface Comparison {
  readonly before: readonly InventoryItem[];
  readonly now: readonly InventoryItem[];
  /** The step of the host that a thing belongs to; of the coordinator for what belongs to none. */
  readonly stepOf: (host: string | null) => UpgradeStep | undefined;
  /** Storage that the installer made anew, empty, as the plan said it might (uuids). */
  readonly madeAnew: ReadonlySet<string>;
}

/** What is new is somebody's wish, and no difference; a fact that one of the two releases does not tell is not compared. */
export function compareInventories({ before, now, stepOf, madeAnew }: Comparison): readonly Difference[] {
  const present = new Map(now.map((item) => [keyOf(item), item]));
  return before.flatMap((item) => {
    const found = present.get(keyOf(item));
    const { kind, uuid, name, host } = item;
    const about = { item: { kind, uuid, name, host } };
    if (found === undefined) {
      const anew = madeAnew.has(uuid) || (kind === 'path' && isOfStorageMadeAnew(item, before, madeAnew));
      return [{ ...about, fact: 'there', before: 'there', now: 'gone', explained: anew ? layout : null }];
    }
    return Object.entries(item.facts).flatMap(([fact, was]): Difference[] => {
      const is = found.facts[fact];
      if (is === undefined || is === was) return [];
      const step = stepOf(host);
      const rule = step === undefined ? undefined : explainDifference(`${kind}.${fact}`, step, was, is);
      const explained = rule === undefined ? null : { why: rule.why, source: rule.source };
      return [{ ...about, fact, before: was, now: is, explained }];
    });
  });
}

const layout = {
  why: 'the new partition layout made this local storage anew; it was empty, and the plan said so',
  source: 'media-and-clients.md 3',
};

function isOfStorageMadeAnew(
  way: InventoryItem,
  before: readonly InventoryItem[],
  madeAnew: ReadonlySet<string>,
): boolean {
  return before.some((item) => item.kind === 'sr' && madeAnew.has(item.uuid) && item.host === way.host);
}

function keyOf({ kind, uuid }: InventoryItem): string {
  return `${kind} ${uuid}`;
}
