/** What a controller does, in processor time, with the journal of a large campaign in a file: read and prove it, fold it, and list its runs. */
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createController } from '../../../src/controller/controller.js';
import type { JournalRecord } from '../../../src/journal/journal.js';
import { insertRow, openDatabase, openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import { systemClock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { createInProcessMediaServer } from '../../../src/servers/in-process.js';
import { seededRandom } from '../../../src/simulator/state/random.js';
import { openOnly } from '../../support/scenario/pool-side.js';
import { scenarioMedium } from '../../support/scenario/scenario-medium.js';
import { goodMedia } from '../../support/scenario/usual.js';
import { processorSince, processorTime } from '../process-time.js';
import { manyRuns } from './large-journal.js';

export interface FileFigures {
  readonly records: number;
  readonly fileBytes: number;
  readonly secondsToRead: number;
  /** Of the heap, for the copy of the journal alone. */
  readonly memoryBytes: number;
  /** The first list folds all runs, the next ones do not. */
  readonly secondsOfFirstList: number;
  readonly secondsOfList: number;
  readonly listBytes: number;
}

export async function journalInFile(
  folder: string,
  records: readonly JournalRecord[],
  runs: number,
): Promise<FileFigures> {
  const path = join(folder, 'scale.sqlite');
  const fileBytes = write(path, records, runs);
  const before = heap();
  const began = processorTime();
  const journal = openSqliteJournal(path);
  const secondsToRead = processorSince(began);
  const memoryBytes = heap() - before;
  const medium = await scenarioMedium();
  const mediaServer = createInProcessMediaServer({
    ...{ catalogue: { list: () => Promise.resolve([]), open: openOnly(medium) }, clock: systemClock },
    ...{ endpoints: [], random: seededRandom(1).bytes },
  }).api;
  const controller = await createController({
    ...{ version: 'bench', journal, mediaServer, media: goodMedia(openOnly(medium)), clock: systemClock },
    ...{ log: silentLogger, dumpFolder: join(folder, 'dumps') },
    openPool: () => Promise.reject(new Error('all runs have ended')),
  });
  const first = processorTime();
  await controller.runs();
  const secondsOfFirstList = processorSince(first);
  const again = processorTime();
  const list = JSON.stringify(await controller.runs());
  const secondsOfList = processorSince(again);
  const { last } = journal;
  await controller.stop();
  return {
    ...{ records: last, fileBytes, secondsToRead, memoryBytes, secondsOfFirstList, secondsOfList },
    listBytes: Buffer.byteLength(list),
  };
}

/** In one transaction: it is the reading that is measured. */
function write(path: string, records: readonly JournalRecord[], runs: number): number {
  const database = openDatabase(path);
  database.exec('BEGIN');
  for (const row of manyRuns(records, runs)) insertRow(database, row);
  database.exec('COMMIT');
  const size = database
    .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()')
    .get();
  database.close();
  return (size as { bytes: number }).bytes;
}

/** Without what is only waiting to be collected: that was half of a figure once. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
