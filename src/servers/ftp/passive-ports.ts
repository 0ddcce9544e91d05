/**
 * All listening sockets for data connections: at most one for each session, and never more than there are ports in the
 * range that the firewall lets through.
 */
import { plainAddress } from '../access/address-list.js';
import type { FtpGuards } from './guards.js';
import { listeningServer, PassivePort } from './passive-port.js';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export class PassivePorts {
  readonly #open = new Set<PassivePort>();
  /** Numbers that are taken, also while listen(2) is under way. */
  readonly #taken = new Set<number>();
  #next = 0;

  constructor(
    private readonly guards: FtpGuards,
    private readonly range?: PortRange,
  ) {}

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  /** @returns undefined when every port of the range is in use */
  async open(address: string, peer: string): Promise<PassivePort | undefined> {
    if (this.range === undefined) return this.#listen(address, peer, 0);
    for (let attempt = 0; attempt <= this.range.to - this.range.from; attempt++) {
      const port = this.#free(this.range);
      if (port === undefined) return undefined;
      this.#taken.add(port);
      try {
        return await this.#listen(address, peer, port);
      } catch (error) {
        this.#taken.delete(port);
        // Another program has it, or our own predecessor, who still drains.
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      }
    }
    return undefined;
  }

  close(): void {
    for (const port of [...this.#open]) port.close();
  }

  async #listen(address: string, peer: string, number: number): Promise<PassivePort> {
    const server = await listeningServer(address, number);
    const port: PassivePort = new PassivePort(server, plainAddress(peer), this.guards, () => {
      this.#open.delete(port);
      this.#taken.delete(number);
    });
    this.#open.add(port);
    return port;
  }

  /** One that nobody has, in turn; else one is taken from a session that does not need it now. */
  #free({ from, to }: PortRange): number | undefined {
    const count = to - from + 1;
    for (let step = 0; step < count; step++) {
      const port = from + (this.#next++ % count);
      if (!this.#taken.has(port)) return port;
    }
    for (const port of this.#open) {
      if (!port.isResting) continue;
      port.close();
      return port.port;
    }
    return undefined;
  }
}
