/** Counts connections, in all and by address, so that neither a flood nor one broken client takes the place of the others. */
import { plainAddress } from '../access/address-list.js';

export interface ConnectionLimits {
  readonly connections: number;
  readonly perAddress: number;
}

/** Why a connection is not let in: by whom it is, how many there are, how many this address has. */
export type Refusal = 'address' | 'connections' | 'connections-of-address';

export class ConnectionGate {
  readonly #byAddress = new Map<string, number>();
  #size = 0;

  constructor(
    private readonly limits: ConnectionLimits,
    private readonly isAllowed: (address: string) => boolean = () => true,
  ) {}

  get size(): number {
    return this.#size;
  }

  /** Counts the connection and gives undefined, or says why not. */
  enter(address: string): Refusal | undefined {
    const key = plainAddress(address);
    if (!this.isAllowed(key)) return 'address';
    if (this.#size >= this.limits.connections) return 'connections';
    const before = this.#byAddress.get(key) ?? 0;
    if (before >= this.limits.perAddress) return 'connections-of-address';
    this.#byAddress.set(key, before + 1);
    this.#size += 1;
    return undefined;
  }

  /** Once for each connection that was let in, with the same address. */
  leave(address: string): void {
    const key = plainAddress(address);
    const left = (this.#byAddress.get(key) ?? 0) - 1;
    if (left > 0) this.#byAddress.set(key, left);
    else this.#byAddress.delete(key);
    this.#size -= 1;
  }
}
