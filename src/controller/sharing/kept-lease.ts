/** One lease while this controller has it: how long it may act under it, and who is told when it was lost. */
import type { AppendCondition } from '../../journal/journal.js';
import { LeaseTime, type Renewal } from '../../journal/leases.js';
import { after, type Cancel, type Clock, type Milliseconds } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';

export interface HeldLease {
  /** Undefined where there is no other controller. */
  readonly epoch: number | undefined;
  readonly holder: string | undefined;
  /** What every record under it is appended with. */
  readonly condition: AppendCondition;
  /** Aborted when it was lost. */
  readonly signal: AbortSignal;
  /** Looked at immediately before anything is done. @throws LEASE_LOST */
  mayAct(): void;
  /** What other controllers show of the work under it; it is sent with the next renewal. */
  tell(text: string): void;
}

export interface KeptLeaseOptions {
  readonly subject: string;
  readonly epoch: number;
  readonly holder: string;
  readonly lasts: Milliseconds;
  /** The moment before the store was asked for it. */
  readonly asked: Milliseconds;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called once: it was lost, or given up. */
  ended(lease: KeptLease): void;
}

export class KeptLease implements HeldLease {
  readonly subject: string;
  readonly epoch: number;
  readonly holder: string;
  readonly condition: AppendCondition;
  readonly #abort = new AbortController();
  readonly #time: LeaseTime;
  #alarm: Cancel = () => undefined;
  #told: string | undefined;

  constructor(private readonly options: KeptLeaseOptions) {
    const { subject, epoch, holder, clock, lasts, asked } = options;
    [this.subject, this.epoch, this.holder] = [subject, epoch, holder];
    this.condition = { lease: { subject, holder, epoch } };
    this.#time = new LeaseTime(clock, lasts, asked);
    this.#setAlarm();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get renewal(): Renewal {
    return { subject: this.subject, epoch: this.epoch, told: this.#told };
  }

  mayAct(): void {
    if (!this.signal.aborted && this.#time.left > 0) return;
    throw leaseLost(this.subject, this.epoch);
  }

  tell(text: string): void {
    this.#told = text;
  }

  /** What the store said of its renewal, which was asked for at that moment. */
  answered(isRenewed: boolean, asked: Milliseconds): void {
    if (this.signal.aborted) return;
    if (isRenewed) this.#time.renewed(asked);
    else this.#lose('it has ended, or another controller has it');
  }

  /** Nobody acts under it any more. False: it had been lost before. */
  end(): boolean {
    if (this.signal.aborted) return false;
    this.#alarm();
    this.#abort.abort(leaseLost(this.subject, this.epoch));
    this.options.ended(this);
    return true;
  }

  #setAlarm(): void {
    this.#alarm = after(this.options.clock, Math.max(1, this.#time.left), () => {
      if (this.signal.aborted) return;
      if (this.#time.left <= 0) this.#lose('it could not be renewed in time');
      else this.#setAlarm();
    });
  }

  #lose(why: string): void {
    this.options.log.warn({ lease: this.subject, epoch: this.epoch, why }, 'a lease was lost');
    this.end();
  }
}

function leaseLost(subject: string, epoch: number): DrydockError {
  return new DrydockError('LEASE_LOST', { attempted: 'acting for a pool', subject, found: `epoch ${epoch} has ended` });
}
