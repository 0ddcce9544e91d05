import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import Database from 'libsql';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';
import { journalContract } from '../support/journal/journal-contract.js';

/** Has the file for itself for a while longer. */
const closingProcess = `
import Database from 'libsql';
const database = new Database(process.argv[1]);
database.exec('BEGIN EXCLUSIVE');
console.log('held');
setTimeout(() => database.close(), 200);
`;

describe('the journal on SQLite', () => {
  let folder = '';
  let path = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-journal-'));
    path = join(folder, 'journal.db');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('keeps the promises of every journal:', () => {
    journalContract(() => ({ open: () => Promise.resolve(openSqliteJournal(path)) }));
  });

  it('refuses a second writer while the first lives', async () => {
    const journal = openSqliteJournal(path);

    expect(() => openSqliteJournal(path))
      .to.throw()
      .with.property('code', 'LOCK_HELD');
    await journal.close();
    await openSqliteJournal(path).close();
  });

  it('waits for a process that has ended its work and is still closing the file', async () => {
    const closing = spawn(process.execPath, ['--input-type=module', '-e', closingProcess, path], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(closing.stdout, 'data');

    const journal = openSqliteJournal(path);

    await journal.append('r1', 10, { type: 'started', epoch: 1, by: 'ann' });
    expect(journal.records('r1')).to.have.length(1);
    await journal.close();
    if (closing.exitCode === null) await once(closing, 'exit');
  });

  for (const [what, sql] of [
    ['a changed entry', `UPDATE record SET entry = replace(entry, 'ann', 'eve') WHERE sequence = 1`],
    ['a missing record', `DELETE FROM record WHERE sequence = 1`],
    ['an entry that is no JSON', `UPDATE record SET entry = '{' WHERE sequence = 2`],
  ] as const) {
    it(`notices ${what} and names the record`, async () => {
      const journal = openSqliteJournal(path);
      await journal.append('r1', 10, { type: 'started', epoch: 1, by: 'ann' });
      await journal.append('r1', 11, { type: 'state', state: 'running', reason: 'started', detail: {} });
      await journal.close();
      const database = new Database(path);
      database.exec(sql);
      database.close();

      expect(() => openSqliteJournal(path))
        .to.throw()
        .with.property('code', 'JOURNAL_DAMAGED');
    });
  }

  it('refuses a journal of another format version', async () => {
    await openSqliteJournal(path).close();
    const database = new Database(path);
    database.exec('PRAGMA user_version = 7');
    database.close();

    expect(() => openSqliteJournal(path)).to.throw(/format version 1/);
  });
});
