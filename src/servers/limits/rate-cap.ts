/** Caps how many bytes a second go to one address, and to all together: what a network shared with other work needs. */
import { plainAddress } from '../access/address-list.js';
import type { Clock } from '../../shared/clock.js';
import { TokenBucket } from './token-bucket.js';

/**
 * Called before bytes are handed to the kernel. undefined: send at once, which is what happens without a cap; else send
 * when it resolves. It rejects when the signal is aborted, and
 * the bytes are then nobody's.
 */
export type Pace = (address: string, bytes: number, signal?: AbortSignal) => Promise<void> | undefined;

export interface RateLimits {
  /** Bytes a second; 0 is no limit. */
  readonly perAddress: number;
  readonly total: number;
}

/** What may go at once after a rest: a tenth of a second, so that the cap holds within any second. */
const burstPart = 0.1;
/** More addresses than this are looked through for ones that can be forgotten. */
const mostAddresses = 1000;

export class RateCap {
  readonly #byAddress = new Map<string, TokenBucket>();
  readonly #total: TokenBucket | undefined;

  constructor(
    private readonly limits: RateLimits,
    private readonly clock: Clock,
  ) {
    this.#total = limits.total > 0 ? bucket(limits.total) : undefined;
  }

  readonly pace: Pace = (address, bytes, signal) => {
    if (this.#total === undefined && this.limits.perAddress <= 0) return undefined;
    const own = this.limits.perAddress > 0 ? this.#of(address) : undefined;
    const wait = own?.take(bytes, this.clock.now()) ?? 0;
    if (own !== undefined && wait > 0) return this.#later(own, wait, bytes, signal);
    const common = this.#takeTotal(bytes);
    return common > 0 ? this.#sleep(common, bytes, [own, this.#total], signal) : undefined;
  };

  /** How many addresses are remembered. */
  get size(): number {
    return this.#byAddress.size;
  }

  /** The common budget is touched only when the host's own turn has come: a slow host must not reserve what others could use. */
  async #later(own: TokenBucket, wait: number, bytes: number, signal: AbortSignal | undefined): Promise<void> {
    await this.#sleep(wait, bytes, [own], signal);
    const common = this.#takeTotal(bytes);
    if (common > 0) await this.#sleep(common, bytes, [own, this.#total], signal);
  }

  /** Who leaves before his turn has sent nothing: else one who asks and leaves would put all others in debt. */
  async #sleep(
    wait: number,
    bytes: number,
    taken: readonly (TokenBucket | undefined)[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    try {
      await this.clock.sleep(wait, signal);
    } catch (error) {
      for (const one of taken) one?.giveBack(bytes);
      throw error;
    }
  }

  #takeTotal(bytes: number): number {
    return this.#total?.take(bytes, this.clock.now()) ?? 0;
  }

  #of(address: string): TokenBucket {
    const key = plainAddress(address);
    const known = this.#byAddress.get(key);
    if (known !== undefined) return known;
    if (this.#byAddress.size >= mostAddresses) this.#forget();
    const fresh = bucket(this.limits.perAddress);
    this.#byAddress.set(key, fresh);
    return fresh;
  }

  #forget(): void {
    const now = this.clock.now();
    for (const [address, one] of this.#byAddress) if (one.isFull(now)) this.#byAddress.delete(address);
  }
}

function bucket(rate: number): TokenBucket {
  return new TokenBucket(rate, rate * burstPart);
}
