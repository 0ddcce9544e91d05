import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';

describe('the journal on SQLite', () => {
  let folder = '';
  let path = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-journal-'));
    path = join(folder, 'journal.db');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives back what was appended, in order, after it was closed and opened again', async () => {
    const first = openSqliteJournal(path);
    await first.append('r1', 10, { type: 'started', epoch: 1, by: 'ann' });
    await first.append('r2', 11, { type: 'started', epoch: 1, by: 'bob' });
    await first.append('r1', 12, { type: 'noted', what: 'returned', key: 'h1', detail: { bootTime: 5 } });
    await first.close();

    const second = openSqliteJournal(path);

    expect(second.runs()).to.deep.equal(['r1', 'r2']);
    expect(second.records('r1').map((record) => [record.sequence, record.entry.type])).to.deep.equal([
      [1, 'started'],
      [3, 'noted'],
    ]);
    await second.close();
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

  it('does not keep the object of the caller: what it gives is what a restart would read', async () => {
    const journal = openSqliteJournal(path);
    const detail: Record<string, unknown> = { vm: 'one' };
    const appended = journal.append('r1', 1, { type: 'noted', what: 'x', key: 'y', detail });
    detail['vm'] = 'two';

    expect((await appended).entry).to.deep.include({ detail: { vm: 'one' } });
    await journal.close();
  });
});
