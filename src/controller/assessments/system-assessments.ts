/** The assessments that look into the hosts' control domains: without SSH all of them are unknown. */
import type { Assessment } from './assessment.js';
import { bootDisk } from './boot-disk.js';
import { diskLayout } from './disk-layout.js';
import { firmwareFit } from './firmware-fit.js';
import { firstBoot } from './first-boot.js';
import { foreignPackages } from './foreign-packages.js';
import { freeSpace } from './free-space.js';
import { ownFiles } from './own-files.js';
import { stagedEntry } from './staged-entry.js';
import { storageDrivers } from './storage-drivers.js';
import { timeSource } from './time-source.js';

export const systemAssessments: readonly Assessment[] = [
  firmwareFit,
  diskLayout,
  bootDisk,
  storageDrivers,
  freeSpace,
  stagedEntry,
  firstBoot,
  timeSource,
  foreignPackages,
  ownFiles,
];
