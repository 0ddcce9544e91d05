/**
 * `npm run soak -- [--minutes 60] [--seed 1] [--installers 24] [--rest 10] [--idle 10000]`: a media server as it runs in earnest, on
 * loopback, under mixed load for as long as it is told; then memory, descriptors and event-loop delay are judged. Ends by itself.
 * Each installer rests for up to as many seconds as `--rest` says, and each import is followed by half of them.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importMedia } from '../../src/media/import-media.js';
import { startBuiltMediaServer, type BuiltMediaServer } from '../bench/built-media-server.js';
import { writeInstallerMedium } from '../bench/installer-medium.js';
import { portOf } from '../bench/served-sample.js';
import { flatness, median, type Bounds, type Sample } from './flatness.js';
import { startLoad, type Load } from './load.js';
import { sampleProcess } from './process-sample.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    installers: { type: 'string', default: '24' },
    rest: { type: 'string', default: '10' },
    idle: { type: 'string', default: '10000' },
  },
});
const minutes = Number(values.minutes);
const every = 5;
/** As many as a process may open, with some to spare. */
const idle = Math.min(Number(values.idle), openFilesLimit() - 2000);

type Figure = 'memory' | 'descriptors' | 'delayMedian' | 'delay99';

/**
 * Megabytes, descriptors, milliseconds. Installers come and go with their connections and the files they read; and the delay
 * of a loaded machine is the machine's: it must not grow, and that is all.
 */
const bounds: Readonly<Record<Figure, Bounds>> = {
  memory: { mayRise: 24 },
  descriptors: { mayRise: 40 + 2 * Number(values.installers) },
  delayMedian: { mayRise: 25 },
  delay99: { mayRise: 250 },
};

const loads: number[] = [];
const series = new Map<string, Sample[]>();
const folder = await mkdtemp(join(tmpdir(), 'drydock-soak-'));
const delays = join(folder, 'delays');
try {
  process.exitCode = (await soak()) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The verdict is given before the server is stopped, which takes its time under ten thousand connections. */
async function soak(): Promise<boolean> {
  const source = join(folder, 'source');
  const mediaCache = join(folder, 'cache');
  await writeInstallerMedium(source);
  await importMedia({ source, mediaCache, id: 'sample' });
  const server = await startServer(mediaCache);
  try {
    const load = startLoad({
      ...{ seed: Number(values.seed), installers: Number(values.installers), rest: Number(values.rest) },
      ...{ idle, source, mediaCache },
      httpPort: portOf(server.endpoints, 'http'),
      ftpPort: portOf(server.endpoints, 'ftp'),
    });
    try {
      await sampling(server);
    } finally {
      await load.stop();
    }
    return conclude(load);
  } finally {
    await end(server);
  }
}

async function end(server: BuiltMediaServer): Promise<void> {
  try {
    await server.stop();
  } catch (error) {
    console.log(`the media server did not end in order: ${String(error)}`);
    for (const pid of [server.supervisor, server.worker]) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    }
  }
}

/** Its processes tell how late their loops are. */
async function startServer(mediaCache: string): Promise<BuiltMediaServer> {
  await mkdir(delays);
  process.env['DRYDOCK_SOAK_DELAYS'] = delays;
  process.env['NODE_OPTIONS'] = `--import ${new URL('loop-delay-window.mjs', import.meta.url).href}`;
  try {
    return await startBuiltMediaServer(folder, mediaCache, ['http', 'ftp'], {
      ...{ connections: idle + 2000, connectionsPerAddress: idle, ftpSessions: 500, ftpSessionsPerAddress: 500 },
      // Silent connections are kept: whether they are let go of is what test/chaos/idle-sockets.test.ts asks.
      headerTimeout: 3600,
    });
  } finally {
    delete process.env['NODE_OPTIONS'];
  }
}

async function sampling(server: BuiltMediaServer): Promise<void> {
  const began = performance.now();
  for (let at = 0; at < minutes * 60; at = (performance.now() - began) / 1000) {
    await new Promise((resolve) => setTimeout(resolve, every * 1000));
    loads.push(loadavg()[0] ?? 0);
    for (const [name, pid] of [
      ['serving process', server.worker],
      ['supervisor', server.supervisor],
    ] as const) {
      const sample = sampleProcess(pid, delays);
      for (const figure of Object.keys(bounds) as Figure[]) {
        const value = sample[figure];
        if (value === undefined) continue;
        const key = `${name}: ${figure}`;
        series.set(key, [...(series.get(key) ?? []), { at, value }]);
      }
    }
  }
}

function conclude({ installed, imports, problems }: Load): boolean {
  console.log(
    `${minutes} min, seed ${values.seed}, ${values.installers} installers that rest up to ${values.rest} s: ${installed.http} installations over http, ${installed.ftp} over ftp, ` +
      `${imports.done} imports, ${idle} silent connections; load of the machine ${median(loads).toFixed(1)} (median)`,
  );
  console.log('figure                             first    last     most     an hour  verdict');
  let isFlat = true;
  for (const [name, samples] of series) {
    const figure = name.split(': ')[1] as Figure;
    const { first, last, most, slopePerHour, problem } = flatness(samples, bounds[figure]);
    const columns = [first, last, most, slopePerHour].map((value) => value.toFixed(1).padEnd(8)).join(' ');
    console.log(`${name.padEnd(34)} ${columns} ${problem ?? 'flat'}`);
    isFlat &&= problem === undefined;
  }
  for (const problem of problems.slice(0, 20)) console.log(`failed: ${problem}`);
  return isFlat && problems.length === 0;
}

function openFilesLimit(): number {
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? '';
  return hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
}
