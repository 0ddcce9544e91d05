/** What every transport needs to know beside the client it imitates. */
import type { NfsAccess } from './nfs.js';
import { systemClock, type Clock, type Milliseconds } from '../../shared/clock.js';

export interface TransportOptions {
  /** Times the limits below; real sockets go with the machine's own clock. */
  readonly clock?: Clock;
  /** Ends what is under way: requests then answer `failed`. */
  readonly signal?: AbortSignal;
  /** How long a server may be silent, from the attempt to connect on. The real clients set no limit or minutes. */
  readonly silenceLimit?: Milliseconds;
  /** Who answers for NFS servers; without it NFS is an address that nobody knows. */
  readonly nfs?: NfsAccess;
}

export interface TransportLimits {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly silenceLimit: Milliseconds;
}

export function limitsOf(options: TransportOptions): TransportLimits {
  return {
    clock: options.clock ?? systemClock,
    signal: options.signal,
    silenceLimit: options.silenceLimit ?? 60_000,
  };
}
