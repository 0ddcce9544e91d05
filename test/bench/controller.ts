/** What durability costs: an append to the journal, beside a plain line that is written and synced. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry } from '../../src/journal/journal.js';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';
import { seconds } from './measure.js';
import { row, type Bench } from './rows.js';

const rounds = 3;
const appends = 500;

const entry: JournalEntry = {
  type: 'intent',
  effect: 'evacuate-host',
  key: '4f3ad7c1-0f77-4d5b-8f1e-2f0c6d0a8a11',
  attempt: 1,
  detail: { name: 'xs-1', guests: 12 },
};

export const controllerBench: Bench = {
  name: 'controller',
  run: async (folder) => {
    const ours = await seconds(rounds, (round) => {
      appendToJournal(join(folder, `journal-${round}.sqlite`));
    });
    const plain = await seconds(rounds, (round) => {
      appendAndSync(join(folder, `plain-${round}.log`));
    });
    const peer = { name: 'write and fsync of a plain line', value: appends / plain };
    return [
      row(
        { case: 'journal, one durable append after the other', unit: 'appends/s', better: 'more' },
        appends / ours,
        peer,
      ),
    ];
  },
};

function appendToJournal(file: string): void {
  const journal = openSqliteJournal(file);
  for (let number = 0; number < appends; number++) journal.append('run', number, entry);
  journal.close();
}

function appendAndSync(file: string): void {
  const descriptor = openSync(file, 'a');
  for (let number = 0; number < appends; number++) {
    writeSync(descriptor, `${JSON.stringify({ number, run: 'run', at: number, entry })}\n`);
    fsyncSync(descriptor);
  }
  closeSync(descriptor);
}
