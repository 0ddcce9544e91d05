/** What durability costs: an append to the journal, beside a plain line that is written and synced. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry } from '../../../src/journal/journal.js';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import { seconds } from '../measure.js';
import { row, type BenchRow } from '../rows.js';
import { quantile } from './dead-time.js';

const rounds = 3;
const appends = 500;

const entry: JournalEntry = {
  type: 'intent',
  effect: 'evacuate-host',
  key: '4f3ad7c1-0f77-4d5b-8f1e-2f0c6d0a8a11',
  attempt: 1,
  detail: { name: 'xs-1', guests: 12 },
};

export async function journalRows(folder: string): Promise<readonly BenchRow[]> {
  const each: number[] = [];
  const ours = await seconds(rounds, async (round) => {
    await appendToJournal(join(folder, `journal-${round}.sqlite`), each);
  });
  const plain = await seconds(rounds, (round) => {
    appendAndSync(join(folder, `plain-${round}.log`));
  });
  return [
    row({ case: 'journal, one durable append after the other', unit: 'appends/s', better: 'more' }, appends / ours, {
      name: 'write and fsync of a plain line',
      value: appends / plain,
    }),
    row({ case: 'journal, one record, median', unit: 'ms', better: 'less' }, quantile(each, 0.5), {
      name: 'limit',
      value: 1,
    }),
  ];
}

async function appendToJournal(file: string, each: number[]): Promise<void> {
  const journal = openSqliteJournal(file);
  for (let number = 0; number < appends; number++) {
    const began = performance.now();
    await journal.append('run', number, entry);
    each.push(performance.now() - began);
  }
  await journal.close();
}

function appendAndSync(file: string): void {
  const descriptor = openSync(file, 'a');
  for (let number = 0; number < appends; number++) {
    writeSync(descriptor, `${JSON.stringify({ number, run: 'run', at: number, entry })}\n`);
    fsyncSync(descriptor);
  }
  closeSync(descriptor);
}
