/**
 * Renews all leases that this controller has with one question each time: one after the other, those of some hundred pools
 * would end before their turn where the database is far away.
 */
import { elapsedNow, type Leases } from '../../journal/leases.js';
import type { Clock } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { KeptLease } from './kept-lease.js';

/** How often a lease is renewed while it lasts: three renewals may fail before anybody is stopped. */
const renewalsInALease = 6;

export interface RenewingOptions {
  readonly leases: Pick<Leases, 'renew' | 'lasts'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export class RenewedLeases {
  readonly #held = new Set<KeptLease>();
  /** Of the loop that renews; undefined while there is nothing to renew. */
  #loop: AbortController | undefined;

  constructor(private readonly options: RenewingOptions) {}

  add(lease: KeptLease): void {
    this.#held.add(lease);
    if (this.#loop !== undefined) return;
    this.#loop = new AbortController();
    void this.#renewOn(this.#loop.signal);
  }

  drop(lease: KeptLease): void {
    this.#held.delete(lease);
    if (this.#held.size > 0) return;
    this.#loop?.abort();
    this.#loop = undefined;
  }

  async #renewOn(signal: AbortSignal): Promise<void> {
    const { clock, leases } = this.options;
    for (;;) {
      await clock.sleep(leases.lasts / renewalsInALease, signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.#renewAll();
    }
  }

  /** A store that does not answer says nothing of any of them; a lease that it does not name is lost, and no other. */
  async #renewAll(): Promise<void> {
    const { clock, leases, log } = this.options;
    const held = [...this.#held];
    const asked = elapsedNow(clock);
    try {
      const renewed = await leases.renew(held.map(({ renewal }) => renewal));
      for (const lease of held) lease.answered(renewed.has(lease.subject), asked);
    } catch (error) {
      log.warn({ leases: held.length, problem: describeCause(error) }, 'the leases could not be renewed');
    }
  }
}
