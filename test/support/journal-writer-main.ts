/** A process that has the journal open, as a controller does: appends a record for each line it reads, and says so. */
import { createInterface } from 'node:readline';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';

const journal = openSqliteJournal(process.argv[2] ?? '');
// What was closed at the start is let go of when nobody refers to it any more, which may be much later.
globalThis.gc?.();
process.stdout.write('open\n');
for await (const reason of createInterface({ input: process.stdin })) {
  await journal.append('run-1', 1, { type: 'state', state: 'running', reason, detail: {} });
  globalThis.gc?.();
  process.stdout.write('appended\n');
}
