/** A stop that is asked for while a host may be installing: asked again, and more time asked of the service manager. */
import { expect } from 'chai';
import { WaitingStop } from '../../../src/daemon/service/waiting-stop.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

describe('A stop of the service', () => {
  function setUp() {
    const clock = new VirtualClock();
    const done: string[] = [];
    const told: string[] = [];
    const supervisor = {
      isLeaving: false,
      stopIfAllowed: () => void done.push('asked'),
      stopNow: () => void done.push('at once'),
    };
    const manager = { tell: (...words: readonly string[]) => void told.push(words.join(' ')) };
    return { clock, done, told, supervisor, stop: new WaitingStop({ supervisor, manager, clock }) };
  }

  it('is asked of the supervisor once, however often the signal comes', () => {
    const { stop, done } = setUp();
    stop.asked();
    stop.asked();
    expect(done).to.deep.equal(['asked']);
  });

  it('breaks off what is under way at the second signal, once nothing is armed', () => {
    const { stop, done, supervisor } = setUp();
    stop.asked();
    supervisor.isLeaving = true;
    stop.asked();
    expect(done).to.deep.equal(['asked', 'at once']);
  });

  it('that is refused is asked again each second, and the manager for more time every ten', async () => {
    const { stop, done, told, clock, supervisor } = setUp();
    supervisor.stopIfAllowed = () => {
      done.push('asked');
      stop.refused(['g1']);
    };
    stop.asked();
    await clock.advance(25_500);
    expect(done.length).to.equal(26);
    expect(told.length).to.equal(3);
    expect(told[0]).to.match(/^EXTEND_TIMEOUT_USEC=60000000 STATUS=.*g1$/);
    stop.end();
    await clock.advance(10_000);
    expect(done.length).to.equal(26);
  });

  it('that nobody asked for is not asked again', async () => {
    const { stop, done, told, clock } = setUp();
    stop.refused(['g1']);
    await clock.advance(5000);
    expect([done, told]).to.deep.equal([[], []]);
  });
});
