import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { headLine, readHead } from '../../src/journal/journal-head.js';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';
import { isWhole, verifyJournal } from '../../src/journal/verify-journal.js';
import { controllerNotices, copyJournal, flipBit, writtenJournal } from '../support/journal-damage.js';

const records = 40;

describe('A damaged journal', () => {
  let folder = '';
  let checkpointed = '';
  let inLog = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-damage-'));
    checkpointed = await writtenJournal(join(folder, 'checkpointed'), records, true);
    inLog = await writtenJournal(join(folder, 'in-log'), records, false);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const copyOf = (path: string): string => copyJournal(path, join(folder, 'copy'));

  // The whole of it, for each kind of page and byte: test/chaos/journal-bits.test.ts.
  it('is refused where a bit of a record flips, in the database or in its log', async () => {
    const inDatabase = copyOf(checkpointed);
    flipBit(inDatabase, readFileSync(inDatabase).indexOf('host-39'), 0);
    expect(() => openSqliteJournal(inDatabase))
      .to.throw(/record 39: its digest does not match/)
      .with.property('code', 'JOURNAL_DAMAGED');
    const log = copyOf(inLog);
    flipBit(`${log}-wal`, readFileSync(`${log}-wal`).lastIndexOf('host-39'), 0);
    expect(await controllerNotices(log, records)).to.equal('refused');
  });

  it('is refused where a flipped bit has made a text of it no UTF-8, over which the database library would end the process', () => {
    const path = copyOf(checkpointed);
    flipBit(path, readFileSync(path).indexOf('host-39'), 7);
    expect(() => openSqliteJournal(path))
      .to.throw(/record 39/)
      .with.property('code', 'JOURNAL_DAMAGED');
  });

  it('with a torn last write is read up to the record before, which is all that anybody had been told of', async () => {
    const path = copyOf(inLog);
    const whole = statSync(`${path}-wal`).size;
    const before = await writtenJournal(join(folder, 'one-less'), records - 1, false);
    const boundary = statSync(`${before}-wal`).size;
    for (let length = boundary; length < whole; length += 1999) {
      const torn = copyOf(inLog);
      truncateSync(`${torn}-wal`, length);
      // The append had not returned, so the witness had not been written.
      writeFileSync(`${torn}.head`, readFileSync(`${before}.head`));
      const journal = openSqliteJournal(torn);
      expect(journal.runs().flatMap((run) => journal.records(run))).to.have.length(records - 1);
      await journal.close();
    }
  });

  it('that lost acknowledged records, by a disk that lied about its syncs, is refused with how many are missing', async () => {
    for (const kept of [0, records / 2, records - 1]) {
      const earlier = await writtenJournal(join(folder, `kept-${kept}`), kept, false);
      const path = copyOf(earlier);
      writeFileSync(`${path}.head`, readFileSync(`${inLog}.head`));
      const missing = kept === records - 1 ? 'record 40 is' : `records ${kept + 1} to 40 are`;
      expect(() => openSqliteJournal(path))
        .to.throw(new RegExp(`${missing} missing at its end`))
        .with.property('code', 'JOURNAL_DAMAGED');
      expect(verifyJournal(path).problem?.record).to.equal(kept + 1);
    }
  });

  it('that was cut anywhere is refused', async () => {
    const { size } = statSync(checkpointed);
    for (const length of [0, 15, 100, 4096, Math.floor(size / 2), size - 1]) {
      const path = copyOf(checkpointed);
      truncateSync(path, length);
      expect(await controllerNotices(path, records), `cut to ${length}`).to.equal('refused');
    }
  });

  it('is refused when its end was replaced by another history of the same length', async () => {
    const path = copyOf(checkpointed);
    const database = new Database(path);
    database.exec('DELETE FROM record WHERE sequence = 40');
    database.close();
    writeFileSync(`${path}.head`, headLine({ sequence: 39, digest: 'ab'.repeat(32) }));
    expect(() => openSqliteJournal(path)).to.throw(/record 39 is another than the one that was written/);
    await Promise.resolve();
  });

  it('says nothing where only the witness is damaged, missing or behind: the records are whole', async () => {
    for (const change of [
      (path: string) => rmSync(`${path}.head`),
      (path: string) => truncateSync(`${path}.head`, 20),
      (path: string) => flipBit(`${path}.head`, 11, 0),
      (path: string) => writeFileSync(`${path}.head`, 'garbage'),
    ]) {
      const path = copyOf(checkpointed);
      change(path);
      expect(await controllerNotices(path, records)).to.equal('nothing is lost');
      const journal = openSqliteJournal(path);
      await journal.append('run-1', 1, { type: 'noted', what: 'x', key: 'y', detail: {} });
      await journal.close();
      expect(readHead(path)?.sequence).to.equal(records + 1);
    }
  });

  it('is told apart from one that a newer version wrote', () => {
    const path = copyOf(checkpointed);
    const database = new Database(path);
    database.exec('PRAGMA user_version = 9');
    database.close();
    expect(() => openSqliteJournal(path))
      .to.throw()
      .with.property('code', 'JOURNAL_FORMAT_UNKNOWN');
    expect(() => verifyJournal(path))
      .to.throw()
      .with.property('code', 'JOURNAL_FORMAT_UNKNOWN');
  });

  it('is verified without a change to any of its files, and the first damaged record is named', () => {
    const path = copyOf(inLog);
    flipBit(`${path}-wal`, Math.floor(statSync(`${path}-wal`).size / 2), 3);
    const before = ['', '-wal', '.head'].map((suffix) => readFileSync(`${path}${suffix}`).toString('hex'));
    const verified = verifyJournal(path);

    expect(isWhole(verified)).to.equal(false);
    expect(verified.problem?.record).to.equal(verified.whole.length + 1);
    expect(verified.whole.length).to.be.within(1, records - 1);
    expect(['', '-wal', '.head'].map((suffix) => readFileSync(`${path}${suffix}`).toString('hex'))).to.deep.equal(
      before,
    );
  });

  it('is refused by the controller before anything of it was changed, so that what stands behind the damage can be looked at', () => {
    const path = copyOf(inLog);
    flipBit(`${path}-wal`, Math.floor(statSync(`${path}-wal`).size / 2), 3);
    const before = ['', '-wal', '.head'].map((suffix) => readFileSync(`${path}${suffix}`).toString('hex'));
    expect(() => openSqliteJournal(path))
      .to.throw()
      .with.property('code', 'JOURNAL_DAMAGED');
    expect(['', '-wal', '.head'].map((suffix) => readFileSync(`${path}${suffix}`).toString('hex'))).to.deep.equal(
      before,
    );
  });

  it('on a disk that may not be written is reported as that, not as damage', function () {
    if (process.getuid?.() === 0) this.skip();
    const path = copyOf(checkpointed);
    chmodSync(path, 0o400);
    expect(() => openSqliteJournal(path))
      .to.throw()
      .with.property('code', 'FILE_WRITE_FAILED');
  });
});
