// A journal on a file system that is full (fill), then read-only (look), in the folder given: what a controller is told, as one
// line of JSON. Two processes, since a file system with open files cannot be made read-only.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal } from '../../src/journal/journal.js';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';
import { isWhole, verifyJournal } from '../../src/journal/verify-journal.js';

const [step = '', folder = ''] = process.argv.slice(2);
const path = join(folder, 'controller', 'journal.sqlite');
const kept: string[] = [];

console.log(JSON.stringify(step === 'fill' ? await fill() : await look()));

async function fill(): Promise<object> {
  const filler = join(folder, 'filler');
  const journal = openSqliteJournal(path);
  await append(journal, 'before');
  fillUp(filler);
  let whenFull = 'written';
  for (let number = 0; number < 200 && whenFull === 'written'; number += 1)
    whenFull = await append(journal, `filling ${number}`);
  const again = await append(journal, 'again, while it is full');
  rmSync(filler);
  const afterwards = await append(journal, 'when there is room again');
  await journal.close();
  const verified = verifyJournal(path);
  const read = verified.whole.map(({ entry }) => (entry.type === 'noted' ? entry.what : ''));
  return { whenFull, again, afterwards, whole: isWhole(verified), same: JSON.stringify(read) === JSON.stringify(kept) };
}

async function look(): Promise<object> {
  const opened = await Promise.resolve()
    .then(() => openSqliteJournal(path).close())
    .then(() => 'opened', codeOf);
  return { opened, whole: isWhole(verifyJournal(path)) };
}

function fillUp(filler: string): void {
  for (let size = 65_536; size >= 512; size = Math.floor(size / 2)) {
    for (let full = false; !full;) {
      try {
        writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
      } catch {
        full = true;
      }
    }
  }
}

async function append(journal: Journal, text: string): Promise<string> {
  try {
    await journal.append('run', 1, { type: 'noted', what: text, key: 'x'.repeat(500), detail: {} });
    kept.push(text);
    return 'written';
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : `no code: ${String(error)}`;
}
