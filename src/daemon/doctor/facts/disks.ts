/** How much room there is for the store and the state, asked of the folder or of the nearest one above it that is there. */
import { dirname } from 'node:path';
import type { DiskSpace, MachineAccess } from '../machine-access.js';
import type { Known } from '../known.js';

export interface DiskFacts {
  readonly what: 'media store' | 'state';
  readonly path: string;
  readonly exists: boolean;
  readonly space: Known<DiskSpace>;
}

export async function readDisks(
  folders: { readonly store: string; readonly state: string },
  machine: MachineAccess,
): Promise<DiskFacts[]> {
  return [await readDisk('media store', folders.store, machine), await readDisk('state', folders.state, machine)];
}

async function readDisk(what: DiskFacts['what'], path: string, machine: MachineAccess): Promise<DiskFacts> {
  const there = await nearest(path, machine);
  return { what, path, exists: there === path, space: await machine.space(there) };
}

async function nearest(path: string, machine: MachineAccess): Promise<string> {
  const owner = await machine.owner(path);
  const isAbsent = 'value' in owner && owner.value === null;
  return isAbsent && dirname(path) !== path ? nearest(dirname(path), machine) : path;
}
