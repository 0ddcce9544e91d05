/** Loaded into every process of a media server in a soak: now and then writes how late its timers fired since the last time, and forgets it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const folder = process.env.DRYDOCK_SOAK_DELAYS;
const histogram = monitorEventLoopDelay({ resolution: 10 });
histogram.enable();
setInterval(() => {
  // Above the resolution, in milliseconds.
  const late = (value) => Math.max(0, value / 1e6 - 10);
  try {
    writeFileSync(
      join(folder, `${process.pid}.json`),
      JSON.stringify({ median: late(histogram.percentile(50)), p99: late(histogram.percentile(99)) }),
    );
  } catch {
    // The soak is over, and its folder is gone.
  }
  histogram.reset();
}, 5000).unref();
