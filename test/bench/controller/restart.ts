/** From kill -9 until the controller is in control again: real processes, a pool over sockets, a host that is installing. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foldJournal } from '../../../src/controller/run/ledger.js';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import { controllerDocument, controllerSettingsVariable } from '../../../src/daemon/controller/process-settings.js';
import { systemClock } from '../../../src/shared/clock.js';
import { waitUntil } from '../../../src/shared/wait-until.js';
import { Site } from '../../support/chaos/site.js';
import { row, type BenchRow } from '../rows.js';
import { quantile } from './dead-time.js';

const kills = 3;

/** That of the site's own controllers. */
const sitePace = 0.25;

export async function restartRow(): Promise<BenchRow> {
  const site = await Site.open(5);
  try {
    const run = await site.startRun();
    await untilTurned(site, run);
    const times: number[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const { pid } = await site.control.status();
      process.kill(pid, 'SIGKILL');
      const began = performance.now();
      startBuilt(site);
      await untilTurned(site, run);
      times.push((performance.now() - began) / 1000);
    }
    return row(
      { case: 'in control again after kill -9, median of 3', unit: 's', better: 'less' },
      quantile(times, 0.5),
      {
        name: 'limit',
        value: 2,
      },
    );
  } finally {
    await site.close();
  }
}

/** From the build, as the command line starts it: under the loader of the tests the start is all compiling. */
function startBuilt(site: Site): void {
  const program = fileURLToPath(new URL('../../../dist/daemon/controller/controller-main.js', import.meta.url));
  const environment = { ...process.env, [controllerSettingsVariable]: controllerDocument(site.settings, sitePace) };
  spawn(process.execPath, [program], { stdio: 'ignore', env: environment }).unref();
}

/** The journal that the hundred pools have left: what a new controller reads and folds before it takes its first look. */
export async function rereadRow(folder: string): Promise<BenchRow> {
  const began = performance.now();
  const journal = openSqliteJournal(join(folder, 'many-pools.sqlite'));
  const runs = journal.runs();
  const records = runs.map((run) => foldJournal(run, journal.records(run)).attempts.length);
  const took = (performance.now() - began) / 1000;
  await journal.close();
  const attempts = records.reduce((sum, count) => sum + count, 0);
  return row(
    { case: `journal of ${runs.length} runs with ${attempts} effects, read again`, unit: 's', better: 'less' },
    took,
    {
      name: 'limit of being in control again',
      value: 2,
    },
  );
}

/** A deadline is known only to a process that has decided to wait: no record holds it. */
async function untilTurned(site: Site, run: string): Promise<void> {
  await waitUntil(
    async () => {
      const status = await site.control.run(run).catch(() => undefined);
      const isTurned = status?.hosts.some(({ deadline }) => deadline !== null) === true;
      return isTurned || (status !== undefined && status.state !== 'running') ? true : undefined;
    },
    { clock: systemClock, deadline: 20_000, every: 10, waitingFor: 'the run to be turned' },
  );
}
