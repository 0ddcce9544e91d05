/** What a run reads of the store, and holds in use. */
import type { Plan } from '../planning/plan.js';

/** Ids: its medium first. */
export function mediaOf({ medium, packs = [] }: Plan): readonly string[] {
  return [medium.id, ...packs.map(({ id }) => id)];
}
