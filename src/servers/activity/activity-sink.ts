/** Where serving code tells what it did; in a worker that drains, the records travel to its successor instead. */
import type { RequestOutcome } from './activity-entry.js';

export interface ActivitySink {
  /** A large transfer begins: durable at once, so that it is told even if this process dies. */
  begun(transfer: string, outcome: RequestOutcome): void;
  /** Bytes of a transfer under way, for the rate; not kept. */
  flowed(grant: string, bytes: number): void;
  /** A request is over; `transfer` is null when nothing was announced before. */
  done(transfer: string | null, outcome: RequestOutcome): void;
}
