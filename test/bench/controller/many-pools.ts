/**
 * A hundred pools of 16 hosts, all being upgraded by one controller over HTTPS: its dead time, memory and processor time.
 * All hundred are begun within twenty seconds, which is the most that a hundred pools ever ask: evacuations and staging,
 * looked at every second, in all of them at once. Twice: with hosts that take as long as real ones, and with hosts that
 * install in seconds, for the dead time of every step of a host's turn.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import type { Times } from '../../../src/simulator/times.js';
import { row, type BenchRow, type PeerFigure } from '../rows.js';
import type { Measuring, Told } from './controller-process.js';
import { deadTimes, quantile } from './dead-time.js';
import { startPools, type PoolsProcess } from './pools-process.js';

const shape = { pools: 100, hosts: 16, vms: 32 };
const what = `${shape.pools} pools of ${shape.hosts} hosts`;

const second = 1000;

interface Pace {
  readonly name: string;
  readonly file: string;
  readonly times: Partial<Times>;
  readonly before: number;
  readonly watched: number;
}

const realPace: Pace = {
  ...{ name: 'real pace', file: 'many-pools', times: {} },
  ...{ before: 5 * second, watched: 30 * second },
};

/** More than the five seconds by which a boot time may be wrong lie between the last reading and the boot. */
const fastHosts: Pace = {
  name: 'hosts that install in seconds',
  file: 'fast-pools',
  times: {
    rebootGrace: 2 * second,
    powerCycle: [6 * second, 9 * second],
    installerStart: second,
    installation: [10 * second, 20 * second],
    agentStart: [2 * second, 4 * second],
    databaseSync: second,
    selfEnable: [second, 3 * second],
    memberReturn: [second, 3 * second],
    flagInterval: 5 * second,
    migrationLeast: 2 * second,
    migrationRate: 20_000_000_000,
  },
  before: 5 * second,
  watched: 45 * second,
};

interface Measured {
  readonly dead: readonly number[];
  readonly cores: number;
  readonly memory: number;
  readonly poolsCores: number;
}

export async function manyPoolsRows(folder: string): Promise<readonly BenchRow[]> {
  const program = await bundledController();
  const real = await measure(folder, program, realPace);
  const rows = [
    ...deadTimeRows(real, realPace),
    row({ case: `memory of the controller, ${what}`, unit: 'MB', better: 'less' }, real.memory, limit(500)),
    row({ case: `controller with HTTPS, ${what}, real pace`, unit: 'cores', better: 'less' }, real.cores, limit(0.5)),
    loadOfPools(real, realPace),
  ];
  const fast = await measure(folder, program, fastHosts);
  return [...rows, ...deadTimeRows(fast, fastHosts), loadOfPools(fast, fastHosts)];
}

function deadTimeRows({ dead }: Measured, { name }: Pace): readonly BenchRow[] {
  const time = { unit: 's', better: 'less' } as const;
  const of = `dead time, ${what}, ${name}`;
  return [
    row({ case: `${of}, median of ${dead.length}`, ...time }, quantile(dead, 0.5) / second, limit(1)),
    row({ case: `${of}, p99`, ...time }, quantile(dead, 0.99) / second, limit(5)),
  ];
}

/** Beside the others: where the simulated pools had no processor left, the dead time would be theirs. */
function loadOfPools({ poolsCores }: Measured, { name }: Pace): BenchRow {
  const of = `(the process of the simulated pools, ${name})`;
  const peer = { name: 'all that one process can have', value: 1 };
  return row({ case: of, unit: 'cores', better: 'less' }, poolsCores, peer);
}

function limit(value: number): PeerFigure {
  return { name: 'limit', value };
}

async function measure(folder: string, program: string, { file, times, before, watched }: Pace): Promise<Measured> {
  const side = await startPools({ ...shape, times }, join(folder, `${file}.socket`));
  const journal = join(folder, `${file}.sqlite`);
  const controller = fork(program, { execArgv: [] });
  try {
    const { pools, mediaServerSocket } = side;
    controller.send({ folder, journal, side: { pools, mediaServerSocket }, before, watched } satisfies Measuring);
    await next(controller, 'watching');
    const poolsBefore = side.processorTime();
    const { from, cores, memory, stopped } = await next(controller, 'watched');
    const poolsCores = (side.processorTime() - poolsBefore) / (watched / second);
    if (stopped !== null) throw new Error(`not all pools are being upgraded: ${stopped}`);
    await once(controller, 'exit');
    return { dead: await deadTimesSince(from, journal, side), cores, memory, poolsCores };
  } finally {
    controller.kill('SIGKILL');
    await side.stop();
  }
}

async function next<K extends Told['kind']>(controller: ChildProcess, kind: K): Promise<Extract<Told, { kind: K }>> {
  const ended = once(controller, 'exit').then(() => {
    throw new Error('the measured controller ended by itself');
  });
  const [told] = (await Promise.race([once(controller, 'message'), ended])) as [Told];
  if (told.kind !== kind) throw new Error(`"${told.kind}" was told in place of "${kind}"`);
  return told as Extract<Told, { kind: K }>;
}

async function deadTimesSince(from: number, file: string, side: PoolsProcess): Promise<readonly number[]> {
  const journal = openSqliteJournal(file);
  const dead: number[] = [];
  for (const index of side.pools.keys()) {
    const records = journal.records(`run-${index}`).filter(({ at, entry }) => at >= from || entry.type !== 'intent');
    dead.push(...deadTimes(records, await side.history(index)));
  }
  await journal.close();
  return dead;
}

/** Beside the project's own modules, which it asks for. */
async function bundledController(): Promise<string> {
  const outfile = fileURLToPath(new URL('../../../node_modules/.cache/drydock-bench/controller.mjs', import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL('controller-process.ts', import.meta.url))],
    ...{ outfile, bundle: true, platform: 'node', target: 'node20', format: 'esm', packages: 'external' },
    ...{ minify: true, logLevel: 'error' },
  });
  return outfile;
}
