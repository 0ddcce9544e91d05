/** `/proc/mdstat`: software RAID. XCP-ng's installer can put the system on one, and keeps it in an upgrade. */
import type { DiskArray } from './system-facts.js';

export interface ArrayMembers extends DiskArray {
  /** As the kernel names them; a partition stands for itself. */
  readonly members: readonly string[];
}

/** By device: `md127`. */
export function readArrays(text: string): ReadonlyMap<string, ArrayMembers> {
  const found = new Map<string, ArrayMembers>();
  // Each array begins at the margin, and what belongs to it is indented.
  for (const block of text.split(/\n(?=\S)/)) {
    const [, device, rest] = /^(md\S*)\s*:\s*(.*)/.exec(block) ?? [];
    const [, wanted, working] = /\[(\d+)\/(\d+)\]/.exec(block) ?? [];
    // Striped ones have no such count: none of their disks may be missed, and the array is gone when one is.
    if (device === undefined || rest === undefined || wanted === undefined || working === undefined) continue;
    found.set(device, {
      device,
      wanted: Number(wanted),
      working: Number(working),
      isRebuilding: /\b(?:recovery|resync|reshape)\s*=/.test(block),
      members: [...rest.matchAll(/(\S+)\[\d+\]/g)].flatMap(([, member]) => member ?? []),
    });
  }
  return found;
}
