/** A simulated pool that is the twin of a real one. */
import type { Clock } from '../../shared/clock.js';
import { FaultScript, type Fault } from '../faults/fault.js';
import { refuseUnmetFaults } from '../faults/unmet-faults.js';
import { SimulatedPool } from '../simulated-pool.js';
import { seededRandom } from '../state/random.js';
import type { Times } from '../times.js';
import type { MediaTransportFactory } from '../world.js';
import { buildTwin } from './build-twin.js';
import type { PoolRecords } from './pool-records.js';

export interface TwinOptions {
  readonly records: PoolRecords;
  readonly media: MediaTransportFactory;
  /** At the time of the reading, or the clocks of the hosts are wrong. */
  readonly clock: Clock;
  readonly seed: number;
  readonly faults?: readonly Fault[];
  readonly times?: Partial<Times>;
  readonly password: string;
}

/** @throws POOL_RECORDS_INVALID, TWIN_RELEASE_UNKNOWN */
export function createTwin({ records, ...options }: TwinOptions): SimulatedPool {
  return new SimulatedPool({
    ...options,
    // Both stand for nothing here: the records say what there is.
    ...{ hosts: [], release: 'xcp-ng-8.2' },
    build: (random) => buildTwin(records, random),
    // The same seed gives the same certificates too.
    inProcess: true,
  });
}

/** Before anything is run with them. @throws FAULT_INVALID, POOL_RECORDS_INVALID, TWIN_RELEASE_UNKNOWN */
export function refuseFaultsUnmetIn(records: PoolRecords, faults: readonly Fault[]): void {
  refuseUnmetFaults(new FaultScript(faults).armed, buildTwin(records, seededRandom(1)));
}
