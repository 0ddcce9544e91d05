/** Under which key the undo of a fix is noted as pending: the same undo may be about several VMs or hosts. */
import type { EffectName } from '../effects/effect.js';

export function undoKey(undo: EffectName, key: string): string {
  return `${undo} ${key}`;
}
