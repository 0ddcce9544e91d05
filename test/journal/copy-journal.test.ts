import { expect } from 'chai';
import { copyJournal } from '../../src/journal/copy-journal.js';
import type { JournalEntry } from '../../src/journal/journal.js';
import { createMemoryJournal, type MemoryJournal } from '../../src/journal/memory-journal.js';

const noted = (key: string): JournalEntry => ({ type: 'noted', what: 'seen', key, detail: {} });

describe('A copy of a journal', () => {
  let from: MemoryJournal;
  let to: MemoryJournal;

  beforeEach(() => {
    from = createMemoryJournal();
    to = createMemoryJournal();
    for (const index of [1, 2, 3, 4]) from.appendNow(index % 2 === 0 ? 'even' : 'odd', index, noted(`h${index}`));
  });

  it('has every record under its sequence', async () => {
    expect(await copyJournal(from, to)).to.deep.equal({ records: 4, runs: 2, before: 0 });
    for (const run of ['odd', 'even']) expect(to.records(run)).to.deep.equal(from.records(run));
  });

  it('goes on where it was broken off, and changes nothing when it is complete', async () => {
    to.appendNow('odd', 1, noted('h1'));

    expect((await copyJournal(from, to)).before).to.equal(1);
    expect((await copyJournal(from, to)).before).to.equal(4);
    expect(to.last).to.equal(4);
  });

  it('is never added to other records', async () => {
    to.appendNow('odd', 1, noted('another'));

    const error: unknown = await copyJournal(from, to).catch((cause: unknown) => cause);

    expect(error).to.have.property('code', 'JOURNAL_COPY_REFUSED');
    expect(to.last).to.equal(1);
  });

  it('is never made into a journal that is longer', async () => {
    await copyJournal(from, to);
    to.appendNow('odd', 5, noted('h5'));

    expect(await copyJournal(from, to).catch((cause: unknown) => cause)).to.have.property(
      'code',
      'JOURNAL_COPY_REFUSED',
    );
  });
});
