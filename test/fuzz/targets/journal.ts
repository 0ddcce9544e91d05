/** The file of a journal with bytes that were not written by us: refused as damaged, or read to the letter. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import type { Draws } from '../draws.js';
import { mutated } from '../mutate.js';
import type { FuzzTarget } from '../target.js';

export const journal: FuzzTarget = {
  name: 'journal',
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-fuzz-'));
    const honest = await writeHonest(join(folder, 'honest.db'));
    let count = 0;
    return {
      draw: (draws) => spoilt(draws, honest),
      put: async (input) => {
        const path = join(folder, `${count++}.db`);
        writeFileSync(path, input);
        try {
          await read(path);
        } finally {
          for (const end of ['', '-wal', '-shm', '.lock']) rmSync(path + end, { force: true });
        }
      },
      close: () => {
        rmSync(folder, { recursive: true, force: true });
        return Promise.resolve();
      },
    };
  },
};

async function writeHonest(path: string): Promise<Buffer> {
  const opened = openSqliteJournal(path);
  await opened.append('run-1', 1, { type: 'planned', pool: 'lab', plan: { hosts: [] } });
  for (let number = 1; number < 30; number++)
    await opened.append('run-1', number, { type: 'noted', what: 'proven', key: `host-${number}`, detail: { number } });
  await opened.close();
  return readFileSync(path);
}

/** Half of the damage lies where the records are, which is at the end of their pages. */
function spoilt(draws: Draws, honest: Buffer): Buffer {
  switch (draws.upTo(4)) {
    case 0:
      return honest.subarray(0, draws.upTo(honest.length));
    case 1: {
      const bytes = Buffer.from(honest);
      bytes.fill(0, draws.upTo(honest.length), honest.length - draws.upTo(honest.length));
      return bytes;
    }
    default:
      return mutated(honest, draws.next);
  }
}

async function read(path: string): Promise<void> {
  const opened = openSqliteJournal(path);
  try {
    for (const run of opened.runs()) opened.records(run);
  } finally {
    await opened.close();
  }
}
