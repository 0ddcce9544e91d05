/** A hundred pools of 16 hosts, all being upgraded by one controller: its dead time, memory and processor time. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import { systemClock } from '../../../src/shared/clock.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import type { Times } from '../../../src/simulator/times.js';
import { ManyPools } from '../../support/scenario/many-pools.js';
import { deadTimes, quantile } from './dead-time.js';
import { row, type BenchRow, type PeerFigure } from '../rows.js';
import { localPoolSide } from '../../support/scenario/pool-side.js';
import { poolsInAnotherProcess } from './pools-process.js';

const pools = 100;
const hosts = 16;
const vms = 32;

/** How long the hundred are watched after the last one was started. */
const watched = 12_000;

/**
 * A host lives some 45 s from one disable to the next instead of half an hour: effects follow each other about 40 times as
 * fast as on real hosts, so the load of the hundred is that of thousands. Boot times are believed only five seconds apart.
 */
const quickLife: Partial<Times> = {
  rebootGrace: 500,
  powerCycle: [5000, 8000],
  installation: [14_000, 20_000],
  agentStart: [500, 1500],
  databaseSync: 300,
  selfEnable: [200, 800],
  memberReturn: [200, 800],
  flagInterval: 500,
  migrationLeast: 300,
  migrationRate: 20_000_000_000,
  pluginCall: 20,
  storageAttach: 50,
  storagePlug: 50,
};

export async function manyPoolsRows(folder: string): Promise<readonly BenchRow[]> {
  return [...(await underRealTime(folder)), await atRealPace(folder)];
}

/** The machine's clock, and a journal that syncs each record; the pools are in another process and are not counted. */
async function underRealTime(folder: string): Promise<readonly BenchRow[]> {
  const journal = openSqliteJournal(join(folder, 'many-pools.sqlite'));
  const side = await poolsInAnotherProcess({ pools, hosts, vms, times: quickLife });
  const dumpFolder = mkdtempSync(join(folder, 'dumps-'));
  const many = await ManyPools.begin({ journal, side, dumpFolder, clock: systemClock });
  await startAll(many);
  const from = systemClock.now();
  const before = process.cpuUsage();
  let most = 0;
  for (let second = 0; second < watched / 1000; second++) {
    await systemClock.sleep(1000);
    most = Math.max(most, process.memoryUsage().rss);
  }
  const { user, system } = process.cpuUsage(before);
  const cores = (user + system) / 1000 / (systemClock.now() - from);
  const dead = await Promise.all(
    many.runs.map(async (run, index) => {
      const records = journal.records(run).filter(({ at, entry }) => at >= from || entry.type !== 'intent');
      return deadTimes(records, await side.history(index));
    }),
  );
  const statuses = await Promise.all(many.runs.map((run) => many.controller.run(run)));
  await many.stop();
  const stopped = statuses.find(({ state }) => state !== 'running');
  if (stopped !== undefined) throw new Error(`not all pools are being upgraded: ${stopped.reason}`);
  return realTimeRows(dead.flat(), most / 1e6, cores);
}

function realTimeRows(dead: readonly number[], memory: number, cores: number): readonly BenchRow[] {
  const what = `${pools} pools of ${hosts} hosts`;
  const limit = (value: number): PeerFigure => ({ name: 'limit', value });
  return [
    row(
      { case: `dead time, ${what}, median of ${dead.length}`, unit: 's', better: 'less' },
      quantile(dead, 0.5) / 1000,
      limit(1),
    ),
    row({ case: `dead time, ${what}, p99`, unit: 's', better: 'less' }, quantile(dead, 0.99) / 1000, limit(5)),
    row({ case: `memory of the controller, ${what}`, unit: 'MB', better: 'less' }, memory, limit(500)),
    row({ case: `controller, ${what}, hosts 40 times as fast`, unit: 'cores', better: 'less' }, cores, limit(0.5)),
  ];
}

/** A few at a time, as waves would: planning asks each of 1600 hosts whether it reaches the medium. */
async function startAll(many: ManyPools): Promise<void> {
  const waiting = Array.from({ length: pools }, (_, index) => index);
  const starter = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await many.upgrade(index);
  };
  await Promise.all(Array.from({ length: 10 }, starter));
}

/**
 * What the same looks cost at the pace of real hosts. On a virtual clock the controller looks exactly as often as it would
 * in real time, so the processor time of a run, divided by the time that its hosts take, is its share of a core.
 */
async function atRealPace(folder: string): Promise<BenchRow> {
  const clock = new VirtualClock(undefined, { isolated: true });
  const some = 1;
  const side = await localPoolSide({ pools: some, hosts, vms }, clock);
  const dumpFolder = mkdtempSync(join(folder, 'dumps-'));
  const many = await ManyPools.begin({ side, clock, dumpFolder, journal: createMemoryJournal() });
  for (let index = 0; index < some; index++) await clock.runUntil(many.upgrade(index));
  const from = clock.now();
  const before = process.cpuUsage();
  await clock.advance(60 * 60_000);
  const { user, system } = process.cpuUsage(before);
  const cores = (user + system) / 1000 / (clock.now() - from) / some;
  await clock.runUntil(many.stop());
  return row(
    { case: `${pools} pools of ${hosts} hosts, real pace, with the simulator`, unit: 'cores', better: 'less' },
    cores * pools,
    { name: 'limit', value: 0.5 },
  );
}
