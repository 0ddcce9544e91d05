// What every store of leases promises, together with the journal beside it.
import { expect } from 'chai';
import type { AppendCondition, Journal } from '../../../src/journal/journal.js';
import type { Leases } from '../../../src/journal/leases.js';

export interface LeasedStore {
  /** Of the process that goes by this name. */
  journal(holder: string): Promise<Journal>;
  leases(holder: string): Leases;
  /** Until a lease that is taken now has surely ended. */
  expire(): Promise<void>;
}

export function leasesContract(store: () => LeasedStore): void {
  let one: Leases;
  let other: Leases;
  let journals: Journal[];

  beforeEach(() => {
    one = store().leases('one');
    other = store().leases('other');
    journals = [];
  });

  afterEach(async () => {
    await Promise.all([one.close(), other.close(), ...journals.map((journal) => journal.close())]);
  });

  const renews = async (leases: Leases, epoch: number): Promise<boolean> =>
    (await leases.renew([{ subject: 'pool', epoch }])).has('pool');

  const under = ({ holder }: Leases, epoch: number): Required<AppendCondition>['lease'] => ({
    subject: 'pool',
    holder,
    epoch,
  });

  async function openJournal(holder = 'one'): Promise<Journal> {
    const journal = await store().journal(holder);
    journals.push(journal);
    return journal;
  }

  it('gives a lease to one holder at a time, under an epoch that rises', async () => {
    await openJournal();

    expect(await one.take('pool')).to.equal(1);
    expect(await other.take('pool')).to.equal(undefined);
    expect(await one.take('pool'), 'its own, while it lasts').to.equal(undefined);
    expect(await other.take('another pool')).to.equal(1);
    await one.release('pool', 1);
    expect(await other.take('pool')).to.equal(2);
  });

  it('gives a lease that has ended to whoever asks first, and to nobody else', async () => {
    await openJournal();
    await one.take('pool');
    await store().expire();

    const taken = await Promise.all([one.take('pool'), other.take('pool')]);

    expect(taken.filter((epoch) => epoch === 2)).to.have.length(1);
    expect(taken.filter((epoch) => epoch === undefined)).to.have.length(1);
  });

  it('renews a lease, but none that has ended, was given up or is another’s', async () => {
    await openJournal();
    await one.take('pool');

    expect(await renews(one, 1)).to.equal(true);
    expect(await renews(one, 2)).to.equal(false);
    await store().expire();
    expect(await renews(one, 1)).to.equal(false);
    await other.take('pool');
    expect(await renews(one, 1)).to.equal(false);
    await other.release('pool', 2);
    expect(await renews(other, 2)).to.equal(false);
  });

  it('renews several with one question, each judged alone', async () => {
    await openJournal();
    for (const subject of ['mine', 'of another epoch', 'given up']) await one.take(subject);
    await other.take('of another');
    await one.release('given up', 1);

    const renewed = await one.renew([
      { subject: 'mine', epoch: 1, told: 'installs xs-1' },
      { subject: 'of another epoch', epoch: 2, told: 'no' },
      { subject: 'given up', epoch: 1, told: 'no' },
      { subject: 'of another', epoch: 1, told: 'no' },
      { subject: 'never taken', epoch: 1 },
    ]);

    expect([...renewed]).to.deep.equal(['mine']);
    const told = (await one.list()).filter((lease) => lease.told !== undefined).map(({ subject }) => subject);
    expect(told).to.deep.equal(['mine']);
    expect([...(await one.renew([]))]).to.deep.equal([]);
  });

  it('renews what is held through a set of texts as it stands: quotes, braces, commas, nothing', async () => {
    await openJournal();
    const texts = ['{"reason":"waits, \\\"a\\\""}', '{NULL}', 'NULL', undefined];
    for (const [index] of texts.entries()) await one.take(`pool ${index}`);

    await one.renew(texts.map((told, index) => ({ subject: `pool ${index}`, epoch: 1, told })));

    expect((await other.list()).map(({ told }) => told)).to.deep.equal(texts);
  });

  it('releases nothing that another has meanwhile', async () => {
    await openJournal();
    await one.take('pool');
    await store().expire();
    await other.take('pool');

    await one.release('pool', 1);

    expect(await renews(other, 2)).to.equal(true);
  });

  it('takes nothing from another under the epoch of the holder: a store that took over may have given it twice', async () => {
    const theirs = await openJournal('other');
    await one.take('pool');

    expect(await renews(other, 1)).to.equal(false);
    await other.release('pool', 1);
    const appended = await theirs
      .append('r1', 1, { type: 'started', epoch: 1, by: 'other' }, { lease: under(other, 1) })
      .catch((error: unknown) => error);
    expect(appended).to.have.property('code', 'LEASE_LOST');
    expect(await renews(one, 1)).to.equal(true);
  });

  it('lists who has what', async () => {
    await openJournal();
    await one.take('pool');

    const [lease] = await other.list();

    expect(lease).to.deep.include({ subject: 'pool', holder: 'one', epoch: 1 });
    expect(lease?.left).to.be.within(1, one.lasts);
    expect(lease?.told).to.equal(undefined);
  });

  it('lists what a holder told with the renewal of its lease, and nothing of a former one', async () => {
    await openJournal();
    await one.take('pool');
    await one.renew([{ subject: 'pool', epoch: 1, told: 'evacuates xs-1' }]);

    expect((await other.list())[0]?.told).to.equal('evacuates xs-1');
    await one.release('pool', 1);
    await other.take('pool');
    expect((await one.list())[0]?.told).to.equal(undefined);
  });

  it('takes a record from the holder of the lease, and from no former one', async () => {
    const mine = await openJournal();
    const theirs = await openJournal('other');
    await one.take('pool');
    await mine.append('r1', 1, { type: 'started', epoch: 1, by: 'one' }, { lease: under(one, 1) });
    await store().expire();

    const late = (): Promise<unknown> =>
      mine
        .append('r1', 2, { type: 'started', epoch: 9, by: 'one' }, { lease: under(one, 1) })
        .catch((error: unknown) => error);

    expect(await late(), 'ended').to.have.property('code', 'LEASE_LOST');
    await other.take('pool');
    expect(await late(), 'taken over').to.have.property('code', 'LEASE_LOST');
    await theirs.append('r1', 3, { type: 'started', epoch: 2, by: 'other' }, { lease: under(other, 2) });
    await mine.append('r1', 4, { type: 'command', command: 'pause', by: 'ann', detail: {} });
    await mine.refresh();
    expect(mine.records('r1').map(({ at }) => at)).to.deep.equal([1, 3, 4]);
  });

  it('gives each process what others have appended, in one order', async () => {
    const mine = await openJournal();
    const theirs = await openJournal('other');
    await mine.append('r1', 1, { type: 'started', epoch: 1, by: 'one' });
    await theirs.append('r2', 2, { type: 'started', epoch: 1, by: 'other' });
    await mine.append('r1', 3, { type: 'state', state: 'running', reason: '', detail: {} });

    expect(theirs.records('r1'), 'not before it asks').to.have.length(1);
    await theirs.refresh();

    for (const journal of [mine, theirs]) {
      expect(journal.runs()).to.deep.equal(['r1', 'r2']);
      expect(journal.records('r1').map(({ sequence }) => sequence)).to.deep.equal([1, 3]);
    }
  });

  it('refuses what was decided before another process appended', async () => {
    const mine = await openJournal();
    const theirs = await openJournal('other');
    const { last } = mine;
    await theirs.append('r2', 2, { type: 'started', epoch: 1, by: 'other' });

    const refused = await mine
      .append('r1', 1, { type: 'started', epoch: 1, by: 'one' }, { last })
      .catch((error: unknown) => error);

    expect(refused).to.have.property('code', 'JOURNAL_MOVED_ON');
  });
}
