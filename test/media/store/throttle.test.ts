import { expect } from 'chai';
import { throttle } from '../../../src/media/check/throttle.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

describe('A throttle', () => {
  it('lets bytes through at its rate, saves short waits up, and does not make up for idle time', async () => {
    const clock = new VirtualClock(0);
    const pace = throttle(1000, clock);
    await pace(10);
    expect(clock.now()).to.equal(0);
    await clock.runUntil(pace(990));
    expect(clock.now()).to.equal(1000);

    await clock.advance(60_000);
    await clock.runUntil(pace(500));
    expect(clock.now()).to.equal(61_500);
  });

  it('ends its wait when told to stop', async () => {
    const stop = new AbortController();
    const waiting = throttle(1, new VirtualClock(), stop.signal)(1000);
    stop.abort(new Error('stopped'));
    expect(await waiting.catch((error: unknown) => error)).to.deep.include({ message: 'stopped' });
  });
});
