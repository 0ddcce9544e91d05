// From a seed to a whole scenario: the pool, its storage and guests, how long things take, what fails where, when memory is lost.
import type { PlanRequest } from '../../../../src/contract/control.js';
import type { HostOptions, PoolOptions, VmOptions } from '../../../../src/simulator/state/pool-options.js';
import { seededRandom } from '../../../../src/simulator/state/random.js';
import type { Times } from '../../../../src/simulator/times.js';
import type { Fault } from '../../../../src/simulator/faults/fault.js';
import type { ScenarioTarget } from '../scenario-medium.js';
import { Chance } from './chance.js';
import { drawEventFaults } from './draw-event-faults.js';
import { drawFaults } from './draw-faults.js';
import { drawTimes } from './draw-times.js';
import { drawOwnTroubles, type OwnTroubles } from './own-troubles.js';

/** A crash of the controller at a record of its journal: memory is lost just before the record is written, or just after. */
export interface Crash {
  /** Counted from the first record after the plan, in all lives together. */
  readonly record: number;
  readonly side: 'before' | 'after';
  /** Until the next controller starts. */
  readonly outage: number;
}

/** What a person does by themselves; answers to a run that waits for a person are drawn while it runs. */
export interface Meddling {
  readonly after: number;
  readonly command: 'pause' | 'skip' | 'abort';
  readonly host: number;
}

export interface DrawnScenario {
  readonly seed: number;
  readonly target: ScenarioTarget;
  readonly pool: PoolOptions;
  readonly times: Partial<Times>;
  readonly faults: readonly Fault[];
  /** Of the call that tells what has changed. */
  readonly eventFaults: readonly Fault[];
  readonly request: Partial<PlanRequest>;
  /** How much rarer than usual the controller looks: other interleavings, and fewer turns. */
  readonly paceFactor: number;
  readonly crashes: readonly Crash[];
  /** When the media server's process ends and another takes its place. */
  readonly mediaServerRestarts: readonly number[];
  readonly meddling: readonly Meddling[];
  readonly own: OwnTroubles;
}

const gibibyte = 1024 ** 3;
const minute = 60_000;

const pairs = [
  { from: 'xcp-ng-8.2', to: 'xcp-ng-8.3' },
  { from: 'xenserver-8.2.1', to: 'xenserver-8' },
  { from: 'xenserver-7.6', to: 'xenserver-8' },
] as const;

/** The same number gives the same scenario, here and on any other machine. */
export function drawScenario(seed: number): DrawnScenario {
  const chance = new Chance(seededRandom(seed));
  const pair = chance.oneOf(pairs);
  const hosts = chance.between(2, 5);
  const halfUpgraded = chance.oneIn(8) ? chance.between(1, hosts - 1) : 0;
  return {
    seed,
    target: pair.to,
    pool: {
      release: pair.from,
      hosts: Array.from({ length: hosts }, (_, index) => drawHost(chance, index < halfUpgraded ? pair.to : pair.from)),
      vms: Array.from({ length: chance.between(0, hosts * 3) }, () => drawVm(chance, hosts)),
      ...(chance.oneIn(3) ? { ha: { enabled: true, failuresToTolerate: 1 } } : {}),
      ...(chance.oneIn(4) ? { wlb: { enabled: true, url: 'wlb.example:8012' } } : {}),
    },
    times: drawTimes(chance),
    faults: drawFaults(chance, hosts),
    eventFaults: drawEventFaults(seed),
    request: {
      approveEachHost: chance.oneIn(6),
      soakMinutes: chance.oneIn(4) ? chance.between(1, 5) : 0,
    },
    paceFactor: chance.oneOf([3, 5, 10]),
    crashes: Array.from({ length: chance.oneOf([0, 0, 1, 1, 2, 3]) }, () => drawCrash(chance, hosts)),
    mediaServerRestarts: chance.oneIn(4) ? [chance.between(minute, hosts * 10 * minute)] : [],
    meddling: chance.oneIn(4) ? [drawMeddling(chance, hosts)] : [],
    own: drawOwnTroubles(seed, hosts),
  };
}

function drawHost(chance: Chance, release: HostOptions['release'] & string): HostOptions {
  const clockOffset = chance.oneIn(4) ? chance.between(-4 * minute, 4 * minute) : 0;
  return { release, memory: chance.oneOf([32, 64, 128]) * gibibyte, clockOffset };
}

function drawVm(chance: Chance, hosts: number): VmOptions {
  return {
    host: chance.between(0, hosts - 1),
    memory: chance.oneOf([1, 2, 4, 8]) * gibibyte,
    powerState: chance.oneIn(6) ? 'Halted' : 'Running',
    disk: chance.oneIn(100) ? 'local' : 'shared',
    guestTools: !chance.oneIn(100),
  };
}

/** An undisturbed run writes some 15 records for its pool and 35 for each host. */
function drawCrash(chance: Chance, hosts: number): Crash {
  return {
    record: chance.between(2, 15 + hosts * 35),
    side: chance.oneOf(['before', 'after']),
    outage: chance.oneOf([2_000, 30_000, 5 * minute, 40 * minute]),
  };
}

function drawMeddling(chance: Chance, hosts: number): Meddling {
  return {
    after: chance.between(minute, hosts * 8 * minute),
    command: chance.oneOf(['pause', 'pause', 'skip', 'abort']),
    host: chance.between(1, hosts - 1),
  };
}
