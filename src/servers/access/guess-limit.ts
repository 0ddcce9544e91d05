/**
 * Slows down whoever guesses passwords: after a few wrong ones from an address no password from there is looked at for a
 * while, a right one as little as a wrong one, and the while grows with each further guess. Addresses of hosts hold a
 * credential of their own (`/i/…`) and are never held up by it.
 */

/** A person who mistypes, and a script with an old password, notice nothing. */
const free = 5;
const first = 1000;
const longest = 60_000;

/** After this long without a wrong password an address is like any other. Milliseconds, like the others. */
const forgiven = 600_000;

/** Whoever has more addresses than this gets more guesses from them, and not more of our memory. */
const mostAddresses = 10_000;

interface Guesses {
  wrong: number;
  last: number;
}

export class GuessLimit {
  /** The one whose last wrong password is longest ago first. */
  readonly #addresses = new Map<string, Guesses>();

  /** @param elapsed milliseconds that only grow */
  constructor(private readonly elapsed: () => number) {}

  get size(): number {
    return this.#addresses.size;
  }

  /** Milliseconds until a password from this address is looked at again; 0: at once. */
  wait(address: string): number {
    const guesses = this.#addresses.get(address);
    if (guesses === undefined || guesses.wrong < free) return 0;
    const pause = Math.min(longest, first * 2 ** (guesses.wrong - free));
    return Math.max(0, guesses.last + pause - this.elapsed());
  }

  wrong(address: string): void {
    const now = this.elapsed();
    const before = this.#addresses.get(address);
    const isOld = before === undefined || now - before.last > forgiven;
    this.#addresses.delete(address);
    this.#addresses.set(address, { wrong: isOld ? 1 : before.wrong + 1, last: now });
    for (const oldest of this.#addresses.keys()) {
      if (this.#addresses.size <= mostAddresses) return;
      this.#addresses.delete(oldest);
    }
  }
}
