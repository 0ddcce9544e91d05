import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { backUpJournal } from '../../src/journal/backup-journal.js';
import { exportLines } from '../../src/journal/journal-export.js';
import { restoredNote } from '../../src/journal/restored-note.js';
import { restoreJournal } from '../../src/journal/restore-journal.js';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';
import { isWhole, verifyJournal } from '../../src/journal/verify-journal.js';
import type { Journal } from '../../src/journal/journal.js';
import { copyJournal, flipBit, writtenJournal } from '../support/journal-damage.js';

const by = 'ann@jump';

describe('Backup, export and restore of the journal', () => {
  let folder = '';
  let path = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-backup-'));
    path = join(folder, 'controller', 'journal.sqlite');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string): string => join(folder, name);
  const restore = (from: string): ReturnType<typeof restoreJournal> =>
    restoreJournal({ journal: path, file: from, at: 1000, by });

  it('a backup is made while the controller writes, as of one moment, of mode 0600, and verified', async () => {
    const journal = openSqliteJournal(path);
    await twoRuns(journal);
    const verified = await backUpJournal(path, file('backup'));
    await journal.append('r2', 60, { type: 'state', state: 'running', reason: 'later', detail: {} });
    await journal.close();

    expect(verified.whole).to.have.length(5);
    expect(verifyJournal(file('backup')).whole.map(({ at }) => at)).to.deep.equal([10, 20, 30, 40, 50]);
    expect(statSync(file('backup')).mode & 0o777).to.equal(0o600);
    expect(readdirSync(folder).sort()).to.deep.equal(['backup', 'controller']);
  });

  it('a backup replaces no file, and leaves nothing behind where it cannot be made', async () => {
    await (await opened(path)).close();
    writeFileSync(file('taken'), 'precious');
    await refused(backUpJournal(path, file('taken')), 'FILE_WRITE_FAILED');
    await refused(backUpJournal(path, file('no/such/folder')), 'FILE_WRITE_FAILED');
    await refused(backUpJournal(file('none'), file('backup')), 'FILE_UNREADABLE');
    expect(readFileSync(file('taken'), 'utf8')).to.equal('precious');
    expect(readdirSync(folder).sort()).to.deep.equal(['controller', 'taken']);
  });

  it('no backup is made of a damaged journal: it would be taken for a good one', async () => {
    await writtenJournal(join(folder, 'controller'), 30, true);
    flipBit(path, readFileSync(path).indexOf('host-29'), 0);
    await refused(backUpJournal(path, file('backup')), 'JOURNAL_DAMAGED');
    expect(existsSync(file('backup'))).to.equal(false);
  });

  it('restoring is refused while a controller has the journal', async () => {
    const journal = await opened(path);
    await backUpJournal(path, file('backup'));
    await refused(restore(file('backup')), 'LOCK_HELD');
    await journal.close();
  });

  it('a restored journal has the records of the backup, then a note for each run that was open; the old one is kept', async () => {
    const journal = await opened(path);
    await backUpJournal(path, file('backup'));
    await journal.append('r2', 60, { type: 'noted', what: 'later', key: 'h', detail: {} });
    await journal.close();
    const restored = await restore(file('backup'));

    expect(restored).to.deep.include({ records: 5, until: 50, open: ['r2'] });
    expect(verifyJournal(restored.aside ?? '').whole).to.have.length(6);
    const after = openSqliteJournal(path);
    expect(after.records('r1')).to.have.length(2);
    expect(after.records('r2').at(-1)).to.deep.equal({
      sequence: 6,
      run: 'r2',
      at: 1000,
      entry: { type: 'noted', what: restoredNote, key: 'r2', detail: { by, until: 50 } },
    });
    await after.append('r2', 1001, { type: 'noted', what: 'goes on', key: 'h', detail: {} });
    await after.close();
    expect(isWhole(verifyJournal(path))).to.equal(true);
  });

  it('a restore that was cut short between its steps is refused by the controller, and can be done again', async () => {
    const journal = await opened(path);
    await backUpJournal(path, file('backup'));
    await journal.append('r2', 60, { type: 'noted', what: 'later', key: 'h', detail: {} });
    await journal.close();
    const head = readFileSync(`${path}.head`);
    await restore(file('backup'));
    // As if the machine had stopped before the witness was written; 6 is the note here, and a record of another history there.
    writeFileSync(`${path}.head`, head);
    expect(() => openSqliteJournal(path))
      .to.throw()
      .with.property('code', 'JOURNAL_DAMAGED');
    // And before the new file had its name.
    rmSync(path);
    expect(() => openSqliteJournal(path))
      .to.throw()
      .with.property('code', 'JOURNAL_DAMAGED');

    await restore(file('backup'));
    await openSqliteJournal(path).close();
  });

  it('what an export of a damaged journal has that is whole can be restored', async () => {
    await writtenJournal(join(folder, 'controller'), 30, true);
    flipBit(path, readFileSync(path).indexOf('host-22'), 0);
    const examined = verifyJournal(path);
    expect([examined.whole.length, examined.beyond.length, examined.problem?.record]).to.deep.equal([21, 9, 22]);
    const lines = exportLines(examined);
    expect(JSON.parse(lines[0] ?? '')).to.deep.include({ records: 30, whole: 21 });
    expect(lines.slice(1).map((line) => (JSON.parse(line) as { whole: boolean }).whole)).to.deep.equal([
      ...Array<boolean>(21).fill(true),
      ...Array<boolean>(9).fill(false),
    ]);
    writeFileSync(file('export'), `${lines.join('\n')}\n`);

    const { records } = await restore(file('export'));
    expect(records).to.equal(21);
    expect(
      verifyJournal(path)
        .whole.slice(0, 21)
        .map(({ entry }) => entry),
    ).to.deep.equal(examined.whole.map(({ entry }) => entry));
  });

  it('a file that is damaged, cut, changed by hand or something else is refused, and the journal stays as it is', async () => {
    const source = await writtenJournal(join(folder, 'source'), 30, true);
    await (await opened(path)).close();
    const before = verifyJournal(path).wholeRows;
    const cut = copyJournal(source, join(folder, 'cut'));
    truncateSync(cut, 5000);
    const lines = exportLines(verifyJournal(source));
    writeFileSync(file('edited'), lines.join('\n').replace('host-5', 'host-6'));
    writeFileSync(file('missing-line'), lines.filter((_, index) => index !== 4).join('\n'));
    writeFileSync(file('other'), 'a text');
    writeFileSync(file('json'), '{"a":1}');
    writeFileSync(file('empty'), '');
    for (const name of ['edited', 'missing-line', 'other', 'json', 'empty'])
      await refused(restore(file(name)), 'JOURNAL_RESTORE_REFUSED');
    await refused(restore(cut), 'JOURNAL_RESTORE_REFUSED');
    await refused(restore(file('none')), 'FILE_UNREADABLE');
    expect(verifyJournal(path).wholeRows).to.deep.equal(before);
  });
});

async function twoRuns(journal: Journal): Promise<void> {
  await journal.append('r1', 10, { type: 'planned', pool: 'p', plan: {} });
  await journal.append('r1', 20, { type: 'state', state: 'done', reason: '', detail: {} });
  await journal.append('r2', 30, { type: 'planned', pool: 'p', plan: {} });
  await journal.append('r2', 40, { type: 'started', epoch: 1, by });
  await journal.append('r2', 50, { type: 'state', state: 'running', reason: '', detail: {} });
}

async function opened(path: string): Promise<Journal> {
  const journal = openSqliteJournal(path);
  await twoRuns(journal);
  return journal;
}

async function refused(work: Promise<unknown>, code: string): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error, String(error)).to.have.property('code', code);
}
