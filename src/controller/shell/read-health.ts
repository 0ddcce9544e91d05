/** How well the hardware of a host is, as far as its control domain tells: the disks that carry the system, and the memory. */
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import { readArrays, type ArrayMembers } from '../facts/system/md-arrays.js';
import { readMemoryErrors } from '../facts/system/memory-errors.js';
import { readSmart } from '../facts/system/smart.js';
import type { DiskHealth, MemoryErrors, RootDisk, RootHealth } from '../facts/system/system-facts.js';
import type { Asker } from './ask.js';
import { reading } from './commands.js';

/** Undefined where it is no software RAID with a redundancy that is counted. */
export async function arrayOf(ask: Asker, device: string): Promise<ArrayMembers | undefined> {
  return readArrays((await ask.textIfThere(reading.file.make('/proc/mdstat'))) ?? '').get(device);
}

/** A disk that does not answer keeps the others from nothing. */
export async function rootHealth(ask: Asker, root: RootDisk): Promise<RootHealth> {
  const disks: DiskHealth[] = [];
  for (const { device } of root.disks) disks.push(await healthOf(ask, device));
  const array = root.device.startsWith('md') ? await arrayOf(ask, root.device) : undefined;
  if (array === undefined) return { disks, array: null };
  const { device, wanted, working, isRebuilding } = array;
  return { disks, array: { device, wanted, working, isRebuilding } };
}

async function healthOf(ask: Asker, device: string): Promise<DiskHealth> {
  try {
    // The kernel writes an exclamation mark where the name has a slash: cciss!c0d0.
    return readSmart(device, await ask.run(reading.smart.make(`/dev/${device.replaceAll('!', '/')}`)));
  } catch (error) {
    if (ask.signal.aborted || !(error instanceof DrydockError)) throw error;
    return { device, verdict: 'silent', why: describeCause(error) };
  }
}

/** It ends with an error wherever a counter is not there, so that its output alone tells. */
export async function memoryErrors(ask: Asker): Promise<MemoryErrors | null> {
  return readMemoryErrors((await ask.run(reading.memoryErrors.make())).stdout);
}
