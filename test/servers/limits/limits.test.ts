/** Limits as arithmetic: connections by address, bytes by second, on a clock that only moves when told. */
import { expect } from 'chai';
import { ConnectionGate } from '../../../src/servers/limits/connection-gate.js';
import { RateCap } from '../../../src/servers/limits/rate-cap.js';
import { TokenBucket } from '../../../src/servers/limits/token-bucket.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

describe('A gate for connections', () => {
  it('lets in so many of one address, and so many in all, and says which of the two it was', () => {
    const gate = new ConnectionGate({ connections: 3, perAddress: 2 });
    expect([gate.enter('192.0.2.1'), gate.enter('::ffff:192.0.2.1')]).to.deep.equal([undefined, undefined]);
    expect(gate.enter('192.0.2.1')).to.equal('connections-of-address');
    expect(gate.enter('192.0.2.2')).to.equal(undefined);
    expect(gate.enter('192.0.2.3')).to.equal('connections');
    gate.leave('192.0.2.1');
    expect(gate.enter('192.0.2.3')).to.equal(undefined);
    expect(gate.size).to.equal(3);
  });

  it('asks where a connection comes from before it counts it', () => {
    const gate = new ConnectionGate({ connections: 1, perAddress: 1 }, (address) => address === '192.0.2.1');
    expect(gate.enter('198.51.100.1')).to.equal('address');
    expect(gate.enter('::ffff:192.0.2.1')).to.equal(undefined);
  });
});

describe('A token bucket', () => {
  it('lets a burst through, then keeps the rate to the byte over an hour', () => {
    const bucket = new TokenBucket(1000, 500);
    let now = 0;
    let sent = 0;
    for (; now < 3_600_000;) {
      const wait = bucket.take(250, now);
      sent += 250;
      now += wait;
    }
    expect(sent).to.be.within(3_600_000, 3_600_000 + 1000);
  });

  it('takes nothing away when the clock is set back', () => {
    const bucket = new TokenBucket(1000, 1000);
    expect(bucket.take(1000, 10_000)).to.equal(0);
    expect(bucket.take(100, 5000)).to.equal(100);
    expect(bucket.take(0, 5100)).to.equal(0);
  });

  it('passes a piece that is larger than its burst', () => {
    expect(new TokenBucket(1000, 10).take(2010, 0)).to.equal(2000);
  });
});

describe('A cap on rates', () => {
  /** Sends pieces as fast as they may go until the time is over; gives the bytes. */
  async function send(
    cap: RateCap,
    clock: VirtualClock,
    address: string,
    piece: number,
    until: number,
  ): Promise<number> {
    let sent = 0;
    while (clock.now() < until) {
      await cap.pace(address, piece);
      if (clock.now() > until) break;
      sent += piece;
      // Without a cap time would never pass.
      await clock.sleep(1);
    }
    return sent;
  }

  it('does not exist where none is set: nothing is waited for', () => {
    const cap = new RateCap({ perAddress: 0, total: 0 }, new VirtualClock());
    expect(cap.pace('192.0.2.1', 1e12)).to.equal(undefined);
  });

  it('holds for each address whatever the number of its connections, and lets others be', async () => {
    const clock = new VirtualClock();
    const cap = new RateCap({ perAddress: 1_000_000, total: 0 }, clock);
    const end = clock.now() + 20_000;
    const greedy = Array.from({ length: 8 }, () => send(cap, clock, '192.0.2.1', 100_000, end));
    const modest = send(cap, clock, '::ffff:192.0.2.2', 100_000, end);
    await clock.advance(60_000);
    const taken = (await Promise.all(greedy)).reduce((sum, one) => sum + one);
    expect(taken).to.be.within(19_000_000, 21_000_000);
    expect(await modest).to.be.within(19_000_000, 21_000_000);
  });

  it('holds for all together, and shares by turns', async () => {
    const clock = new VirtualClock();
    const cap = new RateCap({ perAddress: 0, total: 4_000_000 }, clock);
    const end = clock.now() + 20_000;
    const sent = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'].map((one) => send(cap, clock, one, 100_000, end));
    await clock.advance(60_000);
    const bytes = await Promise.all(sent);
    expect(bytes.reduce((sum, one) => sum + one)).to.be.within(78_000_000, 82_000_000);
    for (const one of bytes) expect(one).to.be.within(18_000_000, 22_000_000);
  });

  it('does not let a capped address eat the common budget while it waits', async () => {
    const clock = new VirtualClock();
    const cap = new RateCap({ perAddress: 1_000_000, total: 2_000_000 }, clock);
    const end = clock.now() + 20_000;
    const greedy = Array.from({ length: 16 }, () => send(cap, clock, '192.0.2.1', 250_000, end));
    const other = send(cap, clock, '192.0.2.2', 100_000, end);
    await clock.advance(120_000);
    await Promise.all(greedy);
    expect(await other).to.be.greaterThan(17_000_000);
  });

  it('takes nothing of those who leave before their turn, neither from their address nor from all', async () => {
    const clock = new VirtualClock();
    const limits = { perAddress: 1_000_000, total: 2_000_000 };
    for (const [leaver, other] of [
      ['192.0.2.1', '192.0.2.1'],
      ['192.0.2.1', '192.0.2.2'],
    ] as const) {
      const cap = new RateCap(limits, clock);
      const gone = new AbortController();
      const waits = Array.from({ length: 10 }, () => Promise.resolve(cap.pace(leaver, 1_000_000, gone.signal)));
      // Some have had their own turn, and wait for the common one.
      await clock.advance(1500);
      gone.abort();
      const ends = await Promise.allSettled(waits);
      expect(ends.filter(({ status }) => status === 'rejected').length).to.be.greaterThan(7);
      const began = clock.now();
      await clock.runUntil(Promise.resolve(cap.pace(other, 1_000_000)));
      // As long as the first of all would: its own budget and then the common one, each but for its burst.
      expect(clock.now() - began, other).to.be.at.most(1300);
    }
  });

  it('gives back to both budgets what waits for the common one', async () => {
    const clock = new VirtualClock();
    const cap = new RateCap({ perAddress: 10_000_000, total: 1_000_000 }, clock);
    const gone = new AbortController();
    const waits = Array.from({ length: 3 }, () => Promise.resolve(cap.pace('192.0.2.1', 1_000_000, gone.signal)));
    await clock.advance(500);
    gone.abort();
    await Promise.allSettled(waits);
    const began = clock.now();
    await clock.runUntil(Promise.resolve(cap.pace('192.0.2.1', 1_000_000)));
    expect(clock.now() - began).to.be.at.most(1000);
  });

  it('forgets addresses that have gone, so that a scan cannot fill the memory', async () => {
    const clock = new VirtualClock();
    const cap = new RateCap({ perAddress: 1_000_000, total: 0 }, clock);
    for (let number = 0; number < 5000; number++) {
      void cap.pace(`10.0.${number >> 8}.${number & 255}`, 1000);
      await clock.advance(100);
    }
    expect(cap.size).to.be.at.most(1001);
  });
});
