/**
 * Which effects only the owner of the pool may begin: all but the claiming itself, and the closing of what this run opened
 * at the media server, which harms nobody and must be possible when the pool has been taken over.
 */
import type { EffectName } from '../effects/effect.js';

const free: readonly EffectName[] = ['claim-pool', 'close-grant', 'end-grant'];

export function needsClaim(effect: EffectName): boolean {
  return !free.includes(effect);
}
