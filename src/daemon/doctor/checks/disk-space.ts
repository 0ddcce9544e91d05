/** An import needs room for a whole medium; a journal that cannot be written stops every run. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { DiskFacts } from '../facts/disks.js';

const megabyte = 1_000_000;

/** Media are 600 MB to 1.3 GB (media-and-clients.md); the state of a long run stays below some ten megabytes, its dumps aside. */
const wanted: Readonly<Record<DiskFacts['what'], { readonly fail: number; readonly warn: number }>> = {
  'media store': { fail: 300 * megabyte, warn: 2000 * megabyte },
  state: { fail: 50 * megabyte, warn: 500 * megabyte },
};

/** A medium has some hundred to two thousand files. */
const inodes = { fail: 1000, warn: 10_000 };

export const diskSpace: DoctorCheck = {
  id: 'disk-space',
  title: 'Media store and state have room, in bytes and in inodes',
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy: 'Make room, remove media (drydock media prune, media remove), or set media.cache or state to another disk.',
  judge: ({ disks }) => disks.map(judgeDisk),
};

function judgeDisk({ what, path, exists, space }: DiskFacts): DoctorObserved {
  if ('unknown' in space) {
    const remedy = `Look whether this user may read ${path}.`;
    return found('unknown', what, { reason: `The room for ${path} is not known: ${space.unknown}.`, remedy });
  }
  const { freeBytes, freeInodes, totalInodes } = space.value;
  const hasInodes = totalInodes > 0;
  const told = `${Math.floor(freeBytes / megabyte)} MB${hasInodes ? ` and ${freeInodes} inodes` : ''} free`;
  const reason = `${path}${exists ? '' : ' (not there yet)'}: ${told}.`;
  const isBelow = (bytes: number, count: number): boolean => freeBytes < bytes || (hasInodes && freeInodes < count);
  if (isBelow(wanted[what].fail, inodes.fail)) return found('failure', what, { reason, remedy: diskSpace.remedy });
  if (isBelow(wanted[what].warn, inodes.warn)) return found('warning', what, { reason, remedy: diskSpace.remedy });
  return pass(what, reason);
}
