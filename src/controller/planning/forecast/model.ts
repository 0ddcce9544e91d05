/** The pool as a forecast moves guests about: values that each step replaces. */
import type { HostVersions } from '../../facts/pool-facts.js';

export interface SimulatedGuest {
  readonly uuid: string;
  readonly name: string;
  /** What xapi's planner counts for it (xapi.md 6.3, step 5). */
  readonly memory: number;
  /** The same, not ballooned down: what HA counts. */
  readonly wholeMemory: number;
  /** HA restarts it. */
  readonly isProtected: boolean;
  /** uuid of the host that it runs on when the forecast begins. */
  readonly home: string;
  /** What keeps it on its host, wherever it should go. */
  readonly bound: Obstacle | undefined;
  /** Uuids that every host it may go to must have. */
  readonly storage: readonly string[];
  readonly networks: readonly string[];
  /** Its own policy: it is down during its host's turn, instead of moving. */
  readonly goesDown: 'stop' | 'suspend' | undefined;
  /** Stays where it landed. */
  readonly isLeft: boolean;
  /** A person wants it moved: it is not shut down because it cannot be. */
  readonly mustMove: boolean;
}

export interface Obstacle {
  /** xapi's, where it has one. */
  readonly code: string;
  readonly reason: string;
}

export interface SimulatedHost {
  readonly uuid: string;
  readonly name: string;
  /** Bytes, with every guest there ballooned down. */
  readonly free: number;
  readonly versions: Pick<HostVersions, 'platform' | 'xapi' | 'xen'>;
  /** False for a host that may take no guests: disabled or dead. */
  readonly inService: boolean;
  /** Bytes that its control domain takes more on the new release. */
  readonly growth: number;
  /** Uuids of what it sees; undefined where nobody has looked. */
  readonly storage: ReadonlySet<string> | undefined;
  readonly networks: ReadonlySet<string> | undefined;
  readonly guests: readonly SimulatedGuest[];
}

/** What the forecast may do besides moving. */
export interface ForecastRules {
  /** Guests that cannot move are shut down for their host's turn. */
  readonly stopUnmovable: boolean;
  /** Names of storage and networks, for sentences. */
  readonly names: ReadonlyMap<string, string>;
}

export function memoryOf(guests: readonly SimulatedGuest[]): number {
  return guests.reduce((sum, guest) => sum + guest.memory, 0);
}
