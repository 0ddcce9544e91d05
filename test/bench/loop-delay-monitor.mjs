/** Loaded into every process of a measured media server: writes how late its timers fire, in milliseconds, now and then. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const every = 5;
const delays = [];
let expected = performance.now() + every;
const folder = process.env.DRYDOCK_BENCH_DELAYS;

setInterval(() => {
  const now = performance.now();
  delays.push(Math.max(0, now - expected));
  expected = now + every;
}, every).unref();
setInterval(() => {
  writeFileSync(
    join(folder, `${process.pid}.json`),
    JSON.stringify(delays.map((delay) => Math.round(delay * 100) / 100)),
  );
}, 500).unref();
