/** What the pool knows of a pack, and whether a host has it: read afresh each turn, never remembered. */
import type { UpdateFacts } from '../pool/pool-packs.js';
import type { EffectView } from './effect.js';

/** Undefined while the pool does not know it, or cannot be asked. */
export function packKnown({ packs }: Pick<EffectView, 'packs'>, pack: string): UpdateFacts | undefined {
  return packs?.find(({ uuid }) => uuid === pack);
}

export function hasPack(view: Pick<EffectView, 'packs'>, pack: string, host: string): boolean {
  return packKnown(view, pack)?.hosts.includes(host) ?? false;
}
