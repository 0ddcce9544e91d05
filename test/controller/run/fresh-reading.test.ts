/** No reboot is sent on what was seen before the process was stopped: asked for once more when the call goes out. */
import { expect } from 'chai';
import { effects } from '../../../src/controller/effects/registry.js';
import { freshness } from '../../../src/controller/effects/host-is-empty.js';
import { FreshReading } from '../../../src/controller/run/fresh-reading.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

function clockAt(start: number): { now: () => number; sleep: () => Promise<void>; pass: (time: number) => void } {
  let now = start;
  return { now: () => now, sleep: () => Promise.resolve(), pass: (time) => void (now += time) };
}

function refusedWith(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof DrydockError ? error.code : String(error);
  }
}

describe('a fresh reading', () => {
  it('lets a call out for five seconds, and none later', async () => {
    const clock = clockAt(1000);
    const reading = new FreshReading(clock);
    await reading.during(clock.now(), () => {
      clock.pass(freshness);
      expect(refusedWith(() => reading.mayAct())).to.equal(undefined);
      clock.pass(1);
      expect(refusedWith(() => reading.mayAct())).to.equal('READING_TOO_OLD');
      return Promise.resolve();
    });
  });

  it('holds nothing back that needs none', async () => {
    const clock = clockAt(1000);
    const reading = new FreshReading(clock);
    await reading.during(clock.now(), () => Promise.resolve());
    clock.pass(10 * freshness);

    expect(refusedWith(() => reading.mayAct())).to.equal(undefined);
  });

  it('is wanted for whatever takes a host down', () => {
    const wanting = Object.values(effects).filter(({ onFreshReading }) => onFreshReading === true);

    expect(wanting.map(({ name }) => name)).to.have.members(['reboot-host', 'restart-host']);
  });
});
