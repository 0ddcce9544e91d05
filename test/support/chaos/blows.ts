/** Every kind of blow, in the order in which rounds take them. */
import type { Blow } from './blow.js';
import { cutMedia } from './blows/cut-media.js';
import { cutPool } from './blows/cut-pool.js';
import { failSync } from './blows/fail-sync.js';
import { fillDisk } from './blows/fill-disk.js';
import { killController } from './blows/kill-controller.js';
import { killServingProcess } from './blows/kill-serving-process.js';
import { stopController } from './blows/stop-controller.js';
import { stopServingProcess } from './blows/stop-serving-process.js';
import { takeOver } from './blows/take-over.js';

export const blows: readonly Blow[] = [
  cutPool,
  stopController,
  fillDisk,
  killController,
  failSync,
  stopServingProcess,
  cutMedia,
  killServingProcess,
  takeOver,
];
