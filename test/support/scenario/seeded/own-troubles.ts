// What troubles Drydock itself in a seeded scenario: its own clock, its hold on the pool, and its talk with the media server.
import type { Fault } from '../../../../src/simulator/faults/fault.js';
import { seededRandom } from '../../../../src/simulator/state/random.js';
import { Chance } from './chance.js';

/** The clock of the controller's machine is put right, or wrong, while it runs: NTP steps, a person, a resumed guest. */
export interface ClockStep {
  /** After the beginning of the scenario. */
  readonly after: number;
  readonly by: number;
}

export interface OwnTroubles {
  /** How wrong our clock is from the beginning; an hour off, the assessments would not let a run begin. */
  readonly clockOffset: number;
  readonly clockSteps: readonly ClockStep[];
  /** Which changes at the media server are carried out and never answered, counted from 1 since the plan. */
  readonly lostReplies: readonly number[];
  /** Another controller takes the pool at the media server: from then on our epoch is stale. */
  readonly fencedAfter: number | undefined;
  /** Somebody takes the claim on the pool away, at a step of the pool's life; one of the faults of the simulator. */
  readonly claimTaken: Fault | undefined;
}

export const noTroubles: OwnTroubles = {
  clockOffset: 0,
  clockSteps: [],
  lostReplies: [],
  fencedAfter: undefined,
  claimTaken: undefined,
};

const minute = 60_000;

/** From a stream of its own: what a seed meant before there were these troubles, it means still. */
export function drawOwnTroubles(seed: number, hosts: number): OwnTroubles {
  const chance = new Chance(seededRandom(seed ^ 0x7e57));
  return {
    clockOffset: chance.oneIn(4) ? chance.between(-50 * minute, 50 * minute) : 0,
    clockSteps: Array.from({ length: chance.oneOf([0, 0, 0, 1, 2]) }, () => drawStep(chance, hosts)),
    lostReplies: Array.from({ length: chance.oneOf([0, 0, 1, 2]) }, () => chance.between(1, 1 + hosts * 4)),
    fencedAfter: chance.oneIn(12) ? chance.between(minute, hosts * 10 * minute) : undefined,
    claimTaken: chance.oneIn(8) ? drawClaimTaken(chance, hosts) : undefined,
  };
}

function drawStep(chance: Chance, hosts: number): ClockStep {
  const by = chance.oneOf([chance.between(-5_000, 5_000), chance.between(-20 * minute, 20 * minute)]);
  return { after: chance.between(0, hosts * 12 * minute), by };
}

function drawClaimTaken(chance: Chance, hosts: number): Fault {
  return {
    kind: 'claim-taken',
    at: chance.oneOf(['host-disabled', 'evacuation-ended', 'staged', 'host-booted', 'host-enabled'] as const),
    of: chance.between(0, hosts - 1),
    ...(chance.oneIn(2) ? { run: 'run-of-bob' } : {}),
  };
}
