// The clock of the controller's machine as a seeded scenario has it: beside the world's own, and put forward or back meanwhile.
import { after, type Clock } from '../../../../src/shared/clock.js';
import type { OwnTroubles } from './own-troubles.js';

export interface OwnClock extends Clock {
  /** What our clock shows too much, now. */
  offset(): number;
}

/** A wait lasts as long as it lasts; only what the clock shows is wrong. */
export function ownClock(world: Clock, { clockOffset, clockSteps }: OwnTroubles): OwnClock {
  const began = world.now();
  const offset = (): number =>
    clockSteps.reduce((sum, step) => (world.now() - began >= step.after ? sum + step.by : sum), clockOffset);
  return {
    offset,
    now: () => world.now() + offset(),
    elapsed: () => world.now(),
    sleep: (duration, signal) => world.sleep(duration, signal),
    after: (duration, act) => after(world, duration, act),
  };
}
