/** The kernel's counters of memory errors (EDAC): one pair for each memory controller that it drives. */
import type { MemoryErrors } from './system-facts.js';

/** `grep -H`: `/sys/devices/system/edac/mc/mc0/ue_count:0`. Null where there are none. */
export function readMemoryErrors(text: string): MemoryErrors | null {
  const counts = [...text.matchAll(/\/mc\d+\/(ue|ce)_count:(\d+)\s*$/gm)];
  if (counts.length === 0) return null;
  const sum = (kind: string): number =>
    counts.filter(([, of]) => of === kind).reduce((total, [, , count]) => total + Number(count), 0);
  return { corrected: sum('ce'), uncorrected: sum('ue') };
}
