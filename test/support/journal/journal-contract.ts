// What every store of the journal promises: the same tests for memory, SQLite and PostgreSQL.
import { expect } from 'chai';
import type { Journal, JournalEntry } from '../../../src/journal/journal.js';

export interface JournalStore {
  /** Opens it, or opens it again: a new process. */
  open(): Promise<Journal>;
}

const noted = (key: string, detail: Record<string, unknown> = {}): JournalEntry => ({
  type: 'noted',
  what: 'seen',
  key,
  detail,
});

export function journalContract(store: () => JournalStore): void {
  let journal: Journal;

  beforeEach(async () => {
    journal = await store().open();
  });

  afterEach(() => journal.close());

  async function openAgain(): Promise<Journal> {
    await journal.close();
    journal = await store().open();
    return journal;
  }

  it('is empty at first', () => {
    expect([journal.runs(), journal.records('r1'), journal.last]).to.deep.equal([[], [], 0]);
  });

  it('gives back what was appended, in order, after it was closed and opened again', async () => {
    await journal.append('r1', 10, { type: 'started', epoch: 1, by: 'ann' });
    await journal.append('r2', 11, { type: 'started', epoch: 1, by: 'bob' });
    await journal.append('r1', 12, noted('h1', { bootTime: 5 }));

    const again = await openAgain();

    expect(again.runs()).to.deep.equal(['r1', 'r2']);
    expect(again.records('r1')).to.deep.equal([
      { sequence: 1, run: 'r1', at: 10, entry: { type: 'started', epoch: 1, by: 'ann' } },
      { sequence: 3, run: 'r1', at: 12, entry: noted('h1', { bootTime: 5 }) },
    ]);
    expect(again.last).to.equal(3);
  });

  it('keeps the order of records that nobody waited for', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `h${index}`);

    const records = await Promise.all(keys.map((key, index) => journal.append('r1', index, noted(key))));

    expect(records.map(({ sequence }) => sequence)).to.deep.equal(keys.map((_, index) => index + 1));
    expect((await openAgain()).records('r1').map(({ at }) => at)).to.deep.equal(keys.map((_, index) => index));
  });

  it('has a record in its copy when the promise has resolved', async () => {
    const record = await journal.append('r1', 10, noted('h1'));

    expect(journal.records('r1')).to.deep.equal([record]);
  });

  it('does not keep the object of the caller: what it gives is what a restart would read', async () => {
    const detail: Record<string, unknown> = { vm: 'one' };
    const appended = journal.append('r1', 1, noted('x', detail));
    detail['vm'] = 'two';

    expect((await appended).entry).to.deep.equal(noted('x', { vm: 'one' }));
    expect((await openAgain()).records('r1')[0]?.entry).to.deep.equal(noted('x', { vm: 'one' }));
  });

  it('keeps any text and any time', async () => {
    const detail = {
      text: 'a \'quote\' "and" \\ back\u0000slash\n\u{1F6A2} \ud800',
      long: 'x'.repeat(300_000),
      $1: '$1',
    };
    await journal.append('run $1', 1_764_148_272_123.5, noted("h'1", detail));

    const [record] = (await openAgain()).records('run $1');

    expect(record).to.deep.include({ at: 1_764_148_272_123.5, entry: noted("h'1", detail) });
  });

  it('refuses a record that was decided on before somebody else appended', async () => {
    await journal.append('r1', 1, noted('h1'));
    const { last } = journal;
    await journal.append('r2', 2, noted('h2'), { last });

    const refused = await journal.append('r1', 3, noted('h3'), { last }).catch((error: unknown) => error);

    expect(refused).to.have.property('code', 'JOURNAL_MOVED_ON');
    expect((await openAgain()).last).to.equal(2);
    await journal.append('r1', 4, noted('h4'), { last: 2 });
  });

  it('goes on in the order of its sequence after it was opened again', async () => {
    await journal.append('r1', 1, noted('h1'));

    const again = await openAgain();

    expect((await again.append('r1', 2, noted('h2'))).sequence).to.equal(2);
  });

  it('has nothing new for a process that is alone', async () => {
    await journal.append('r1', 1, noted('h1'));
    await journal.refresh();

    expect(journal.records('r1')).to.have.length(1);
    expect(journal.trouble).to.equal(undefined);
  });
}
