/** Which operations on one VM may run at the same time (`is_allowed_concurrently` in xapi_vm_lifecycle.ml): hardly any. */
import type { VmOperation } from './vm-operations.js';

const together: readonly (readonly string[])[] = [
  ['clone', 'copy', 'export'],
  ['snapshot', 'checkpoint'],
];

const after: readonly (readonly [running: string, wanted: VmOperation])[] = [
  ['snapshot_with_quiesce', 'snapshot'],
  ['migrate_send', 'metadata_export'],
  ['migrate_send', 'clean_shutdown'],
  ['migrate_send', 'clean_reboot'],
];

export function mayRunBeside(wanted: VmOperation, running: readonly string[]): boolean {
  if (wanted === 'hard_shutdown') return !running.includes(wanted);
  if (wanted === 'hard_reboot') return !running.some((one) => one === 'hard_shutdown' || one === 'hard_reboot');
  if (together.some((group) => group.includes(wanted) && running.every((one) => group.includes(one)))) return true;
  return running.length === 1 && after.some(([first, next]) => running[0] === first && next === wanted);
}
