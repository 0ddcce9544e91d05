/** The lock-out: it slows guessing down, keeps nobody out for good, and takes no more memory however much is tried. */
import { expect } from 'chai';
import { LockOut } from '../../../src/daemon/access/lock-out.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

const home = '192.0.2.10';
const attacker = '198.51.100.66';

describe('lock-out', () => {
  let clock: VirtualClock;
  let lockOut: LockOut;

  beforeEach(() => {
    clock = new VirtualClock();
    lockOut = new LockOut(clock);
  });

  function fail(times: number, name: string, address: string): void {
    for (let count = 0; count < times; count += 1) lockOut.begun({ name, address });
  }

  it('lets people mistype', () => {
    fail(4, 'anna', home);

    expect(lockOut.wait({ name: 'anna', address: home })).to.equal(0);
  });

  it('doubles the wait with each failure, up to a quarter of an hour for an address', async () => {
    const waits: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      lockOut.begun({ name: `name-${count}`, address: attacker });
      const wait = lockOut.wait({ name: 'anna', address: attacker });
      waits.push(wait);
      await clock.advance(wait);
    }

    expect(waits.slice(0, 8)).to.deep.equal([0, 0, 0, 0, 1000, 2000, 4000, 8000]);
    expect(Math.max(...waits)).to.equal(15 * 60_000);
  });

  it('holds a name up at other addresses for half a minute at most, whoever guesses for how long', () => {
    for (let count = 0; count < 500; count += 1) lockOut.begun({ name: 'anna', address: `198.51.100.${count % 200}` });

    expect(lockOut.wait({ name: 'anna', address: home })).to.equal(30_000);
    expect(lockOut.wait({ name: 'Anna', address: home })).to.equal(30_000);
  });

  it('holds a person up nowhere where he has signed in before', () => {
    lockOut.begun({ name: 'anna', address: home });
    lockOut.succeeded({ name: 'anna', address: home });
    for (let count = 0; count < 500; count += 1) lockOut.begun({ name: 'anna', address: `198.51.100.${count % 200}` });

    expect(lockOut.wait({ name: 'anna', address: home })).to.equal(0);
  });

  it('lets nobody wash off his guesses at others with a password of his own', () => {
    fail(5, 'anna', attacker);
    lockOut.begun({ name: 'mallory', address: attacker });
    lockOut.succeeded({ name: 'mallory', address: attacker });

    expect(lockOut.wait({ name: 'anna', address: attacker })).to.be.greaterThan(0);
  });

  it('forgets after an hour without a failure', async () => {
    fail(9, 'anna', attacker);
    await clock.advance(60 * 60_000 + 1);
    lockOut.begun({ name: 'anna', address: attacker });

    expect(lockOut.wait({ name: 'anna', address: attacker })).to.equal(0);
  });

  it('counts no more names and addresses than it may', () => {
    lockOut = new LockOut(clock, { counted: 10, familiar: 10 });
    fail(6, 'anna', attacker);
    for (let count = 0; count < 10; count += 1) lockOut.begun({ name: `name-${count}`, address: `192.0.2.${count}` });

    expect(lockOut.wait({ name: 'anna', address: attacker })).to.equal(0);
  });
});
