/**
 * A hundred pools of 16 hosts, all being upgraded by one controller: its dead time, memory and processor time.
 * Hosts take as long as real ones, and all hundred are begun within seconds: evacuations and staging, which are looked at
 * every second, in all of them at once. That is the most a hundred pools ever ask; most of the half hour of a host is a wait.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Controller } from '../../../src/controller/controller-options.js';
import { createController } from '../../../src/controller/controller.js';
import { findMedium } from '../../../src/controller/medium-of.js';
import { makePlan } from '../../../src/controller/planning/make-plan.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { inProcessPort } from '../../../src/daemon/rehearsal/in-process-port.js';
import type { Journal } from '../../../src/journal/journal.js';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import type { Medium } from '../../../src/media/catalogue.js';
import { systemClock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { openOnly, practicePassword, type PoolSide } from '../../support/scenario/pool-side.js';
import { scenarioMedium } from '../../support/scenario/scenario-medium.js';
import { goodMedia } from '../../support/scenario/usual.js';
import { row, type BenchRow, type PeerFigure } from '../rows.js';
import { costOnTheWire, counted, type Looks } from './cost-of-a-look.js';
import { deadTimes, quantile } from './dead-time.js';
import { poolsInAnotherProcess } from './pools-process.js';

const pools = 100;
const hosts = 16;
const vms = 32;

const second = 1000;
const watched = 30 * second;

export async function manyPoolsRows(folder: string): Promise<readonly BenchRow[]> {
  const journal = openSqliteJournal(join(folder, 'many-pools.sqlite'));
  const side = await poolsInAnotherProcess({ pools, hosts, vms, times: {} });
  try {
    const medium = await scenarioMedium();
    const looks = { whole: 0, glances: 0 };
    const wire = await costOnTheWire(hosts, vms, () => openPool(side, 0, looks));
    const controller = await startController(folder, side, journal, medium, looks);
    const runs = await startAll(controller, journal, side, medium, looks);
    const before = { ...looks };
    const { from, cores, memory } = await watch(watched);
    const dead = await deadTimesSince(from, runs, journal, side);
    const rate = (kind: keyof Looks): number => (looks[kind] - before[kind]) / (watched / second);
    const onTheWire = rate('whole') * wire.look + rate('glances') * wire.glance;
    const statuses = await Promise.all(runs.map((run) => controller.run(run)));
    const stopped = statuses.find(({ state }) => state !== 'running' && state !== 'done');
    if (stopped !== undefined) throw new Error(`not all pools are being upgraded: ${stopped.reason}`);
    await controller.stop();
    return [...rows(dead, memory, cores), ...wireRows(cores, onTheWire, wire.httpsLook, rate)];
  } finally {
    await side.stop();
  }
}

function rows(dead: readonly number[], memory: number, cores: number): readonly BenchRow[] {
  const what = `${pools} pools of ${hosts} hosts`;
  const limit = (value: number): PeerFigure => ({ name: 'limit', value });
  const time = { unit: 's', better: 'less' } as const;
  return [
    row({ case: `dead time, ${what}, median of ${dead.length}`, ...time }, quantile(dead, 0.5) / second, limit(1)),
    row({ case: `dead time, ${what}, p99`, ...time }, quantile(dead, 0.99) / second, limit(5)),
    row({ case: `memory of the controller, ${what}`, unit: 'MB', better: 'less' }, memory, limit(500)),
    row({ case: `controller, ${what}, real pace`, unit: 'cores', better: 'less' }, cores, limit(0.5)),
  ];
}

/** What TLS and XML add at the pace of real hosts: looks a second, times what one costs more over HTTPS than here. */
function wireRows(
  cores: number,
  onTheWire: number,
  look: number,
  rate: (kind: keyof Looks) => number,
): readonly BenchRow[] {
  const what = `${pools} pools of ${hosts} hosts`;
  const counts = `${rate('whole').toFixed(1)} looks and ${rate('glances').toFixed(1)} glances a second`;
  return [
    row(
      { case: `a look at a pool of ${hosts} hosts over HTTPS`, unit: 'ms of processor time', better: 'less' },
      look * 1000,
      {
        name: 'limit',
        missing: 'it counts in the row below',
      },
    ),
    row(
      { case: `controller, ${what}, real pace, with HTTPS (${counts})`, unit: 'cores', better: 'less' },
      cores + onTheWire,
      {
        name: 'limit',
        value: 0.5,
      },
    ),
  ];
}

/** The processor time of this process, which holds nothing but the controller, and the most memory it had. */
async function watch(time: number): Promise<{ from: number; cores: number; memory: number }> {
  const from = systemClock.now();
  const before = process.cpuUsage();
  let memory = 0;
  while (systemClock.now() - from < time) {
    await systemClock.sleep(second);
    memory = Math.max(memory, process.memoryUsage().rss / 1e6);
  }
  const { user, system } = process.cpuUsage(before);
  return { from, cores: (user + system) / 1000 / (systemClock.now() - from), memory };
}

async function deadTimesSince(
  from: number,
  runs: readonly string[],
  journal: Journal,
  side: PoolSide,
): Promise<readonly number[]> {
  const each = await Promise.all(
    runs.map(async (run, index) => {
      const records = journal.records(run).filter(({ at, entry }) => at >= from || entry.type !== 'intent');
      return deadTimes(records, await side.history(index));
    }),
  );
  return each.flat();
}

function startController(
  folder: string,
  side: PoolSide,
  journal: Journal,
  medium: Medium,
  looks: Looks,
): Promise<Controller> {
  return createController({
    version: 'bench',
    journal,
    mediaServer: side.mediaServer,
    media: goodMedia(openOnly(medium)),
    clock: systemClock,
    log: silentLogger,
    dumpFolder: mkdtempSync(join(folder, 'dumps-')),
    openPool: (name) => openPool(side, Number(name), looks),
  });
}

async function openPool(side: PoolSide, index: number, looks: Looks): Promise<PoolPort> {
  const port = inProcessPort(
    {
      ...{ addresses: await side.addresses(index), user: 'root', password: practicePassword },
      transport: (request) => side.call(index, request),
      download: (address, session) => side.download(index, address, session),
    },
    systemClock,
  );
  return counted(port, looks);
}

/** Plans are made of one look at each pool: its check, which asks every host whether it reaches the medium, is not measured here. */
async function startAll(
  controller: Controller,
  journal: Journal,
  side: PoolSide,
  medium: Medium,
  looks: Looks,
): Promise<readonly string[]> {
  const known = await findMedium({ open: openOnly(medium) }, medium.manifest.id);
  const { endpoints } = await side.mediaServer.status();
  const runs = Array.from({ length: pools }, (_, index) => `run-${index}`);
  for (const [index, run] of runs.entries()) {
    const port = await openPool(side, index, looks);
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
