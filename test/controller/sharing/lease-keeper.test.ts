import { expect } from 'chai';
import type { HeldLease } from '../../../src/controller/sharing/kept-lease.js';
import { leaseKeeper, type LeaseKeeper } from '../../../src/controller/sharing/lease-keeper.js';
import type { Leases } from '../../../src/journal/leases.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { SharedStore } from '../../support/scenario/shared/shared-store.js';
import { leasesContract } from '../../support/journal/leases-contract.js';

const lasts = 30_000;

function code(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof DrydockError ? error.code : String(error);
  }
}

describe('The leases of a controller', () => {
  let clock: VirtualClock;
  let store: SharedStore;
  let isAway: boolean;
  /** The subjects of each renewal that was asked for. */
  let questions: (readonly string[])[];
  let keeper: LeaseKeeper;

  beforeEach(() => {
    clock = new VirtualClock(undefined, { isolated: true });
    store = new SharedStore(clock, lasts);
    isAway = false;
    questions = [];
    const leases = store.leases('mine');
    const reached: Leases = {
      ...leases,
      renew: (held) => {
        questions.push(held.map(({ subject }) => subject));
        return isAway
          ? Promise.reject(new DrydockError('JOURNAL_UNREACHABLE', { attempted: 'renewing' }))
          : leases.renew(held);
      },
    };
    keeper = leaseKeeper({ leases: reached, clock, log: silentLogger });
  });

  async function hold(subject = 'pool'): Promise<HeldLease> {
    const lease = await keeper.hold(subject);
    if (lease === undefined) throw new Error('not held');
    return lease;
  }

  it('are renewed for as long as they are held', async () => {
    const lease = await hold();

    await clock.advance(100 * lasts);

    expect(store.hasLease('mine', 'pool')).to.equal(true);
    expect(code(() => lease.mayAct())).to.equal(undefined);
  });

  it('stop whoever acts under them before they end, when the store is away', async () => {
    const lease = await hold();
    isAway = true;

    await clock.advance((lasts * 2) / 3 - 1000);
    expect(code(() => lease.mayAct())).to.equal(undefined);
    await clock.advance(1000);

    expect(code(() => lease.mayAct())).to.equal('LEASE_LOST');
    expect(lease.signal.aborted).to.equal(true);
    expect(store.hasLease('mine', 'pool'), 'nobody else can have it yet').to.equal(true);
  });

  it('outlive a store that is away for a short time', async () => {
    const lease = await hold();
    isAway = true;
    await clock.advance(lasts / 3);
    isAway = false;
    await clock.advance(lasts * 5);

    expect(code(() => lease.mayAct())).to.equal(undefined);
  });

  it('are lost when somebody else has them', async () => {
    const lease = await hold();
    await store.leases('mine').release('pool', 1);
    await store.leases('other').take('pool');

    await clock.advance(lasts / 3);

    expect(lease.signal.aborted).to.equal(true);
    expect(await keeper.hold('pool'), 'not held again').to.equal(undefined);
  });

  it('are renewed with one question, however many there are', async () => {
    for (const subject of ['one', 'two', 'three']) await hold(subject);

    await clock.advance(lasts);

    expect(questions).to.have.length.within(5, 6);
    expect(questions[0]).to.deep.equal(['one', 'two', 'three']);
  });

  it('are lost alone: the others go on', async () => {
    const lost = await hold('lost');
    const kept = await hold('kept');
    await store.leases('mine').release('lost', 1);

    await clock.advance(lasts * 3);

    expect(lost.signal.aborted).to.equal(true);
    expect(code(() => kept.mayAct())).to.equal(undefined);
    expect(questions.at(-1)).to.deep.equal(['kept']);
  });

  it('are asked for no more when none is left, and again with the next', async () => {
    await hold();
    await keeper.letGo('pool');
    await clock.advance(lasts);
    expect(questions).to.deep.equal([]);
    expect(clock.sleeping).to.equal(0);

    const lease = await hold();
    await clock.advance(lasts * 3);

    expect(code(() => lease.mayAct())).to.equal(undefined);
  });

  it('are given up with the last of those who hold them', async () => {
    await hold();
    await hold();

    await keeper.letGo('pool');
    expect(store.hasLease('mine', 'pool')).to.equal(true);
    await keeper.letGo('pool');

    expect(store.hasLease('mine', 'pool')).to.equal(false);
    expect(await store.leases('other').take('pool')).to.equal(2);
  });

  it('are all given up when the controller stops', async () => {
    await hold();

    await keeper.stop();

    expect(await store.leases('other').take('pool')).to.equal(2);
  });

  it('are not held while another controller has them', async () => {
    await store.leases('other').take('pool');

    expect(await keeper.hold('pool')).to.equal(undefined);
    await clock.advance(lasts);
    expect(await keeper.hold('pool')).to.have.property('epoch', 2);
  });
});

describe('The store that simulated controllers share', () => {
  let clock: VirtualClock;
  let store: SharedStore;

  beforeEach(() => {
    clock = new VirtualClock(undefined, { isolated: true });
    store = new SharedStore(clock);
  });

  leasesContract(() => ({
    journal: (holder) => Promise.resolve(store.journal(holder)),
    leases: (holder) => store.leases(holder),
    expire: () => clock.advance(30_000),
  }));
});
