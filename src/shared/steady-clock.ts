/**
 * Time that never goes back. The clock of a machine is put back by NTP, by a person, by a resumed guest; whoever asks "was
 * this read after that?" must not be told otherwise by it, or a reading of an hour ago is fresh, and what has just been read
 * is older than what it was read for.
 */
import { shownBy, type Clock, type Milliseconds } from './clock.js';

/**
 * Follows the clock wherever it goes on, by a step as well: time in which the machine slept is over. Where it goes back, time
 * goes on as fast as it passes, until the clock has caught up.
 * @param notBefore what has been written down already was not written in the future
 */
export function steadyTime(base: Clock, notBefore: Milliseconds = -Infinity): () => Milliseconds {
  let shown = Math.max(base.now(), notBefore);
  let last = elapsedOf(base);
  return () => {
    const now = elapsedOf(base);
    const passed = Math.max(0, now - last);
    last = now;
    shown = Math.max(base.now(), shown + passed);
    return Math.floor(shown);
  };
}

/** A clock that counts by this time and waits as the other does; what that one shows can still be read. */
export function showing(time: () => Milliseconds, base: Clock): Clock {
  return {
    now: time,
    shown: () => shownBy(base),
    sleep: (duration, signal) => base.sleep(duration, signal),
    ...(base.after === undefined ? {} : { after: base.after.bind(base) }),
    ...(base.elapsed === undefined ? {} : { elapsed: base.elapsed.bind(base) }),
  };
}

function elapsedOf(clock: Clock): Milliseconds {
  return clock.elapsed?.() ?? clock.now();
}
