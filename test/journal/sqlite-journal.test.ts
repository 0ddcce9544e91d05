import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';
import { journalContract } from '../support/journal/journal-contract.js';

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
