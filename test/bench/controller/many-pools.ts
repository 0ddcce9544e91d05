/**
 * A hundred pools of 16 hosts, all being upgraded by one controller over HTTPS: its dead time, memory and processor time.
 * All hundred are begun within seconds, which is the most that a hundred pools ever ask: evacuations and staging, looked at
 * every second, in all of them at once. Twice: with hosts that take as long as real ones, and with hosts that install in
 * seconds, for the dead time of every step of a host's turn.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { mediaServerClient } from '../../../src/contract/media-server-client.js';
import type { Controller } from '../../../src/controller/controller-options.js';
import { createController } from '../../../src/controller/controller.js';
import { findMedium } from '../../../src/controller/medium-of.js';
import { makePlan } from '../../../src/controller/planning/make-plan.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import type { Journal } from '../../../src/journal/journal.js';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import { systemClock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { Secret } from '../../../src/shared/secret.js';
import type { Times } from '../../../src/simulator/times.js';
import { openOnly, practicePassword } from '../../support/scenario/pool-side.js';
import { scenarioMedium } from '../../support/scenario/scenario-medium.js';
import { goodMedia } from '../../support/scenario/usual.js';
import { row, type BenchRow, type PeerFigure } from '../rows.js';
import { deadTimes, quantile } from './dead-time.js';
import { startPools, type PoolsProcess } from './pools-process.js';

const pools = Number(process.env['DRYDOCK_BENCH_POOLS'] ?? 100);
const hosts = 16;
const vms = 32;
const what = `${pools} pools of ${hosts} hosts`;

const second = 1000;

interface Pace {
  readonly name: string;
  readonly times: Partial<Times>;
  /** Until everything is under way. */
  readonly before: number;
  readonly watched: number;
}

const realPace: Pace = { name: 'real pace', times: {}, before: 5 * second, watched: 30 * second };

/** More than the five seconds by which a boot time may be wrong lie between the last reading and the boot. */
const fastHosts: Pace = {
  name: 'hosts that install in seconds',
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
  watched: 60 * second,
};

interface Measured {
  readonly dead: readonly number[];
  readonly cores: number;
  /** The most that it had, in MB. */
  readonly memory: number;
  readonly poolsCores: number;
}

export async function manyPoolsRows(folder: string): Promise<readonly BenchRow[]> {
  const real = await measure(folder, realPace, 'many-pools');
  const rows = [
    ...deadTimeRows(real, realPace),
    row({ case: `memory of the controller, ${what}`, unit: 'MB', better: 'less' }, real.memory, limit(500)),
    row({ case: `controller with HTTPS, ${what}, real pace`, unit: 'cores', better: 'less' }, real.cores, limit(0.5)),
    loadOfPools(real, realPace),
  ];
  const fast = await measure(folder, fastHosts, 'fast-pools');
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
  return row({ case: of, unit: 'cores', better: 'less' }, poolsCores, {
    name: 'all that one process can have',
    value: 1,
  });
}

function limit(value: number): PeerFigure {
  return { name: 'limit', value };
}

async function measure(folder: string, { times, before, watched }: Pace, name: string): Promise<Measured> {
  const journal = openSqliteJournal(join(folder, `${name}.sqlite`));
  const side = await startPools({ pools, hosts, vms, times }, join(folder, `${name}.socket`));
  try {
    const controller = await startController(folder, side, journal);
    const runs = await startAll(controller, journal, side);
    await systemClock.sleep(before);
    const seen = await watch(watched, side);
    const dead = await deadTimesSince(seen.from, runs, journal, side);
    const statuses = await Promise.all(runs.map((run) => controller.run(run)));
    const stopped = statuses.find(({ state }) => state !== 'running' && state !== 'done');
    if (stopped !== undefined) throw new Error(`not all pools are being upgraded: ${JSON.stringify(stopped.hosts)}`);
    await controller.stop();
    return { ...seen, dead };
  } finally {
    journal.close();
    await side.stop();
  }
}

/** The processor time of this process, which holds nothing but the controller, and the most memory it had. */
async function watch(time: number, side: PoolsProcess): Promise<Omit<Measured, 'dead'> & { from: number }> {
  const from = systemClock.now();
  const before = process.cpuUsage();
  const poolsBefore = side.processorTime();
  let memory = 0;
  while (systemClock.now() - from < time) {
    await systemClock.sleep(second);
    memory = Math.max(memory, process.memoryUsage().rss / 1e6);
  }
  const { user, system } = process.cpuUsage(before);
  const passed = (systemClock.now() - from) / second;
  const poolsCores = (side.processorTime() - poolsBefore) / passed;
  return { from, cores: (user + system) / 1e6 / passed, memory, poolsCores };
}

async function deadTimesSince(
  from: number,
  runs: readonly string[],
  journal: Journal,
  side: PoolsProcess,
): Promise<readonly number[]> {
  const each = await Promise.all(
    runs.map(async (run, index) => {
      const records = journal.records(run).filter(({ at, entry }) => at >= from || entry.type !== 'intent');
      return deadTimes(records, await side.history(index));
    }),
  );
  return each.flat();
}

async function startController(folder: string, side: PoolsProcess, journal: Journal): Promise<Controller> {
  return createController({
    version: 'bench',
    journal,
    mediaServer: mediaServerClient({ socketPath: side.mediaServerSocket }),
    media: goodMedia(openOnly(await scenarioMedium())),
    clock: systemClock,
    log: silentLogger,
    dumpFolder: mkdtempSync(join(folder, 'dumps-')),
    openPool: (name) => Promise.resolve(openPool(side, Number(name))),
  });
}

function openPool(side: PoolsProcess, index: number): PoolPort {
  const addressMap = side.pools[index] ?? {};
  return xapiPool({
    addresses: Object.values(addressMap),
    addressMap,
    credentials: { user: 'root', password: new Secret(practicePassword) },
    certificates: { expectedFingerprint: () => undefined, onFirstUse: () => true },
    clock: systemClock,
  });
}

/** Plans are made of one look at each pool: its check, which asks every host whether it reaches the medium, is not measured here. */
async function startAll(controller: Controller, journal: Journal, side: PoolsProcess): Promise<readonly string[]> {
  const medium = await scenarioMedium();
  const known = await findMedium({ open: openOnly(medium) }, medium.manifest.id);
  const { endpoints } = await mediaServerClient({ socketPath: side.mediaServerSocket }).status();
  const runs = Array.from({ length: pools }, (_, index) => `run-${index}`);
  for (const [index, run] of runs.entries()) {
    const port = openPool(side, index);
    const { pool } = await port.observe();
    await port.close();
    if (!pool.known) throw new Error(`pool ${index} cannot be read: ${pool.reason}`);
    const plan = makePlan(pool.value, known, { run, madeAt: systemClock.now(), endpoints, fix: true });
    await journal.append(run, systemClock.now(), { type: 'planned', pool: String(index), plan });
  }
  // All at once: pools that are being upgraded already would slow the looks at the others down.
  await Promise.all(runs.map((run) => controller.command(run, { command: 'start', by: 'ann' })));
  return runs;
}
