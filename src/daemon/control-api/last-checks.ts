/** The last check of each pool that was asked of this controller: shown until it ends, since a check is soon too old to rely on. */
import type { LastCheck } from '../../contract/api/pools.js';
import type { CheckReport } from '../../contract/checks.js';
import type { Clock } from '../../shared/clock.js';

export class LastChecks {
  readonly #checks = new Map<string, LastCheck>();

  constructor(
    private readonly clock: Clock,
    private readonly changed: (pool: string) => void,
  ) {}

  /** Pools are known ones, so that there cannot be more of them than were added. */
  keep(pool: string, report: CheckReport, by: string): void {
    this.#checks.set(pool, { at: this.clock.now(), by, report });
    this.changed(pool);
  }

  /** Another pool may be given its name. */
  forget(pool: string): void {
    this.#checks.delete(pool);
    this.changed(pool);
  }

  of(pool: string): LastCheck | undefined {
    return this.#checks.get(pool);
  }
}
