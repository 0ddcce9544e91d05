/** A hundred pools of 16 hosts, all being upgraded by one controller in this process: its dead time, memory and processor time. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import { systemClock } from '../../../src/shared/clock.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import type { Times } from '../../../src/simulator/times.js';
import { ManyPools } from '../../support/scenario/many-pools.js';
import { deadTimes, quantile } from './dead-time.js';
import { row, type BenchRow } from '../rows.js';
import { simulatorShare } from './simulator-share.js';

const pools = 100;
const hosts = 16;
const vms = 32;

/** How long the hundred are watched after the last one was started. */
const watched = 15_000;

/** How long it is told apart after that whose work it is. */
const sampled = 4_000;

/**
 * A host lives some 25 s from one disable to the next instead of half an hour: effects follow each other about 70 times as
 * fast as on real hosts, so the load of the hundred is that of thousands. Boot times are believed only five seconds apart.
 */
const quickLife: Partial<Times> = {
  rebootGrace: 500,
  powerCycle: [3000, 4000],
  installation: [6000, 9000],
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

/** Real sockets apart, everything is as it is in service: the machine's clock, and a journal that syncs each record. */
async function underRealTime(folder: string): Promise<readonly BenchRow[]> {
  const journal = openSqliteJournal(join(folder, 'many-pools.sqlite'));
  const many = await ManyPools.begin({
    ...{ pools, hosts, vms, journal, times: quickLife, clock: systemClock },
    dumpFolder: mkdtempSync(join(folder, 'dumps-')),
  });
  await startAll(many);
  const from = systemClock.now();
  const before = process.cpuUsage();
  let most = 0;
  for (let second = 0; second < watched / 1000; second++) {
    await systemClock.sleep(1000);
    most = Math.max(most, process.memoryUsage().rss);
  }
  const { user, system } = process.cpuUsage(before);
  const took = (systemClock.now() - from) / 1000;
  // Afterwards, since taking samples costs time and memory of its own.
  const share = await simulatorShare(() => systemClock.sleep(sampled));
  const dead = many.runs.flatMap((run, index) => {
    const records = journal.records(run).filter(({ at, entry }) => at >= from || entry.type !== 'intent');
    return deadTimes(records, many.pools[index]?.history ?? []);
  });
  const unfinished = (await Promise.all(many.runs.map((run) => many.controller.run(run)))).filter(
    ({ state }) => state !== 'running',
  );
  await many.stop();
  if (unfinished.length > 0) throw new Error(`not all pools are being upgraded: ${unfinished[0]?.reason ?? ''}`);
  const cores = (user + system) / 1_000_000 / took;
  const what = `${pools} pools of ${hosts} hosts`;
  const quick = { name: 'limit 0.5 holds at the pace of real hosts', missing: 'here they live about 70 times as fast' };
  return [
    row(
      { case: `dead time, ${what}, median of ${dead.length}`, unit: 's', better: 'less' },
      quantile(dead, 0.5) / 1000,
      {
        name: 'limit',
        value: 1,
      },
    ),
    row({ case: `dead time, ${what}, p99`, unit: 's', better: 'less' }, quantile(dead, 0.99) / 1000, {
      name: 'limit',
      value: 5,
    }),
    row({ case: `memory, ${what}, with the simulator`, unit: 'MB', better: 'less' }, most / 1e6, {
      name: 'limit',
      value: 500,
    }),
    row({ case: `${what}, quick hosts, with the simulator`, unit: 'cores', better: 'less' }, cores, quick),
    row({ case: `${what}, quick hosts, controller alone`, unit: 'cores', better: 'less' }, cores * (1 - share), quick),
  ];
}

/** A few at a time, as waves would: planning asks each of 1600 hosts whether it reaches the medium. */
async function startAll(many: ManyPools): Promise<void> {
  const waiting = Array.from({ length: pools }, (_, index) => index);
  const starter = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await many.upgrade(index);
  };
  await Promise.all(Array.from({ length: 6 }, starter));
}

/**
 * What the same looks cost at the pace of real hosts. On a virtual clock the controller looks exactly as often as it would
 * in real time, so the processor time of a run, divided by the time that its hosts take, is its share of a core.
 */
async function atRealPace(folder: string): Promise<BenchRow> {
  const clock = new VirtualClock(undefined, { isolated: true });
  const some = 1;
  const many = await ManyPools.begin({
    ...{ pools: some, hosts, vms, clock, journal: createMemoryJournal() },
    dumpFolder: mkdtempSync(join(folder, 'dumps-')),
  });
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
