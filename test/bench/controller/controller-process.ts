/**
 * The process that is measured: a controller of many pools and nothing else. It is bundled before it is started, as the
 * product's own processes are, so that no compiler is counted as its memory.
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
import { openOnly, practicePassword } from '../../support/scenario/pool-side.js';
import { scenarioMedium } from '../../support/scenario/scenario-medium.js';
import { goodMedia } from '../../support/scenario/usual.js';
import type { PoolsProcess } from './pools-process.js';

export interface Measuring {
  readonly folder: string;
  readonly journal: string;
  readonly side: Pick<PoolsProcess, 'pools' | 'mediaServerSocket'>;
  /** Milliseconds until everything is under way, and how long it is watched then. */
  readonly before: number;
  readonly watched: number;
}

/** `watching` when everything is under way, `watched` with the figures. */
export type Told =
  | { readonly kind: 'watching' }
  | {
      readonly kind: 'watched';
      readonly from: number;
      readonly cores: number;
      /** The most that it had, in MB. */
      readonly memory: number;
      /** Of the first run that neither goes on nor is done. */
      readonly stopped: string | null;
    };

const second = 1000;

/** Somebody starts a hundred runs within twenty seconds; a rollout begins them in waves. */
const betweenStarts = 200;

async function measure({ folder, journal: file, side, before, watched }: Measuring): Promise<void> {
  const journal = openSqliteJournal(file);
  const controller = await startController(folder, side, journal);
  const runs = await startAll(controller, journal, side);
  await systemClock.sleep(before);
  tell({ kind: 'watching' });
  const figures = await watch(watched);
  const statuses = await Promise.all(runs.map((run) => controller.run(run)));
  const stopped = statuses.find(({ state }) => state !== 'running' && state !== 'done');
  // Closes the journal as well.
  await controller.stop();
  tell({ kind: 'watched', ...figures, stopped: stopped?.reason ?? null });
}

function tell(told: Told): void {
  process.send?.(told);
}

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

async function startController(folder: string, side: Measuring['side'], journal: Journal): Promise<Controller> {
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

function openPool(side: Measuring['side'], index: number): PoolPort {
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
async function startAll(controller: Controller, journal: Journal, side: Measuring['side']): Promise<readonly string[]> {
  const medium = await scenarioMedium();
  const known = await findMedium({ open: openOnly(medium) }, medium.manifest.id);
  const { endpoints } = await mediaServerClient({ socketPath: side.mediaServerSocket }).status();
  const runs = side.pools.map((_, index) => `run-${index}`);
  for (const [index, run] of runs.entries()) {
    const port = openPool(side, index);
    const { pool } = await port.observe();
    await port.close();
    if (!pool.known) throw new Error(`pool ${index} cannot be read: ${pool.reason}`);
    const plan = makePlan(pool.value, known, { run, madeAt: systemClock.now(), endpoints, fix: true });
    await journal.append(run, systemClock.now(), { type: 'planned', pool: String(index), plan });
  }
  for (const run of runs) {
    await controller.command(run, { command: 'start', by: 'ann' });
    await systemClock.sleep(betweenStarts);
  }
  return runs;
}

process.once('message', (measuring: Measuring) => {
  void measure(measuring).finally(() => process.disconnect());
});
