/**
 * What makes guessing passwords slow, without giving the guesser a way to keep people out for good.
 *
 * Failures are counted by address and by name. After a few, the next attempt must wait; each failure doubles the wait, up to
 * a quarter of an hour for an address and half a minute for a name. A name is only held up at addresses from which
 * it has not been signed in lately: who guesses the administrator's password from somewhere else does not lock out the administrator
 * at his desk. A link of `drydock dashboard` is never held up, and an hour without a failure forgets all of it.
 */
import type { Clock, Milliseconds } from '../../shared/clock.js';

interface Rule {
  /** Failures that cost nothing: people mistype. */
  readonly free: number;
  readonly longest: Milliseconds;
}

const ofAddress: Rule = { free: 5, longest: 15 * 60_000 };
const ofName: Rule = { free: 10, longest: 30_000 };

const firstWait: Milliseconds = 1000;
const forgottenAfter: Milliseconds = 60 * 60_000;

/** An attacker can make as many names and addresses as he likes; beyond this the oldest are forgotten. */
const mostCounted = 10_000;
const mostFamiliar = 2000;

interface Count {
  failures: number;
  at: number;
}

export interface Attempt {
  readonly name: string;
  readonly address: string;
}

export class LockOut {
  readonly #addresses = new Map<string, Count>();
  readonly #names = new Map<string, Count>();
  /** Where people have signed in, the latest last. */
  readonly #familiar = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly bounds = { counted: mostCounted, familiar: mostFamiliar },
  ) {}

  /** Milliseconds until this may be tried; 0: now. */
  wait(attempt: Attempt): Milliseconds {
    const byAddress = this.#left(this.#addresses.get(attempt.address), ofAddress);
    if (this.#familiar.has(familiarity(attempt))) return byAddress;
    return Math.max(byAddress, this.#left(this.#names.get(nameKey(attempt)), ofName));
  }

  /** Counted before the password is looked at, so that a hundred attempts at once count as a hundred. */
  begun(attempt: Attempt): void {
    this.#count(this.#addresses, attempt.address);
    this.#count(this.#names, nameKey(attempt));
  }

  /**
   * The password was right, so that this attempt was none of a guesser. What failed before from the address still counts: who
   * has a password of his own must not wash off his guesses at those of others with it.
   */
  succeeded(attempt: Attempt): void {
    const count = this.#addresses.get(attempt.address);
    if (count !== undefined) count.failures -= 1;
    this.#names.delete(nameKey(attempt));
    this.#familiar.delete(familiarity(attempt));
    this.#familiar.add(familiarity(attempt));
    trim(this.#familiar, this.bounds.familiar);
  }

  #left(count: Count | undefined, { free, longest }: Rule): Milliseconds {
    if (count === undefined || count.failures < free) return 0;
    const wait = Math.min(longest, firstWait * 2 ** Math.min(20, count.failures - free));
    return Math.max(0, count.at + wait - this.clock.now());
  }

  #count(counts: Map<string, Count>, key: string): void {
    const now = this.clock.now();
    const before = counts.get(key);
    const failures = before === undefined || now - before.at > forgottenAfter ? 1 : before.failures + 1;
    // At the end again: the one that was counted longest ago is the first.
    counts.delete(key);
    counts.set(key, { failures, at: now });
    trim(counts, this.bounds.counted);
  }
}

function nameKey({ name }: Attempt): string {
  return name.normalize('NFKC').toLowerCase();
}

function familiarity(attempt: Attempt): string {
  return `${attempt.address} ${nameKey(attempt)}`;
}

function trim(keyed: Map<string, unknown> | Set<string>, most: number): void {
  for (const key of keyed.keys()) {
    if (keyed.size <= most) return;
    keyed.delete(key);
  }
}
