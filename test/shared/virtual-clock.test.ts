import { expect } from 'chai';
import { SleeperQueue } from '../../src/shared/sleeper-queue.js';
import { after } from '../../src/shared/clock.js';
import { linkSignals } from '../../src/shared/linked-signal.js';
import { VirtualClock } from '../../src/shared/virtual-clock.js';
import { seededRandom } from '../../src/simulator/state/random.js';

describe('A virtual clock', () => {
  it('wakes sleepers by their time, and those of one time in the order in which they went to sleep', async () => {
    const clock = new VirtualClock(0, { isolated: true });
    const woken: string[] = [];
    const sleeper = (name: string, duration: number): Promise<void> =>
      clock.sleep(duration).then(() => void woken.push(name));
    const all = Promise.all([sleeper('late', 20), sleeper('first', 10), sleeper('second', 10), sleeper('now', 0)]);

    await clock.runUntil(all);

    expect(woken).to.deep.equal(['now', 'first', 'second', 'late']);
    expect(clock.now()).to.equal(20);
  });

  it('lets what a sleeper sets off come to rest before the next one of the same time wakes', async () => {
    const clock = new VirtualClock(0, { isolated: true });
    const seen: string[] = [];
    const long = async (): Promise<void> => {
      await clock.sleep(5);
      for (let step = 0; step < 50; step++) await Promise.resolve();
      seen.push('the first has rested');
    };
    const short = async (): Promise<void> => {
      await clock.sleep(5);
      seen.push('the second wakes');
    };

    await clock.runUntil(Promise.all([long(), short()]));

    expect(seen).to.deep.equal(['the first has rested', 'the second wakes']);
  });

  it('does not wake who was cancelled or aborted, and forgets them', async () => {
    const clock = new VirtualClock(0, { isolated: true });
    const abort = new AbortController();
    const woken: string[] = [];
    const cancel = after(clock, 5, () => woken.push('cancelled'));
    const aborted = clock.sleep(6, abort.signal).catch(() => woken.push('aborted'));
    cancel();
    abort.abort();

    await aborted;
    await clock.advance(10);

    expect(woken).to.deep.equal(['aborted']);
    expect(clock.sleeping).to.equal(0);
  });

  it('says so at once when it is isolated and a promise waits for something that is not on it', async () => {
    const clock = new VirtualClock(0, { isolated: true });
    const never = new Promise(() => undefined);

    const error = await clock.runUntil(never).then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(String(error)).to.include('nothing is asleep');
  });
});

describe('The queue of sleepers', () => {
  it('gives thousands in the order of time and arrival, whichever were cancelled', () => {
    const random = seededRandom(5);
    const queue = new SleeperQueue();
    const woken: [number, number][] = [];
    const expected: [number, number][] = [];
    for (let order = 0; order < 3000; order++) {
      const at = random.between(0, 200);
      const cancel = queue.add(at, () => woken.push([at, order]));
      if (random.next() < 0.4) cancel();
      else expected.push([at, order]);
    }
    expect(queue.size).to.equal(expected.length);
    while (queue.next !== undefined) queue.wakeNext();

    expect(woken).to.deep.equal(expected.sort(([a, b], [c, d]) => a - c || b - d));
    expect(queue.size).to.equal(0);
  });

  it('takes the cancelling of one that has woken for nothing', () => {
    const queue = new SleeperQueue();
    const cancel = queue.add(1, () => undefined);
    queue.add(2, () => undefined);
    queue.wakeNext();
    cancel();

    expect(queue.size).to.equal(1);
  });
});

describe('A linked signal', () => {
  it('is aborted with the first of its sources, and with none after it was let go of', () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const linked = linkSignals(one.signal, undefined, other.signal);
    const released = linkSignals(one.signal);
    released.release();
    one.abort(new Error('enough'));

    expect(linked.signal.reason).to.have.property('message', 'enough');
    expect(released.signal.aborted).to.equal(false);
  });

  it('is aborted from the start when a source is', () => {
    expect(linkSignals(AbortSignal.abort(new Error('before'))).signal.aborted).to.equal(true);
  });
});
