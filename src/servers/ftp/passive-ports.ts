/**
 * All listening sockets for data connections: at most one for each session and a few to spare, and never more than there are
 * ports in the range that the firewall lets through.
 *
 * The spare ones are for clients that log in for each file, as installers do. Asking the system for a port costs it the
 * more the more connections have ended within the last minute, since it passes over their ports one by one: at 25,000 of
 * them bind(2) took 2 to 14 ms, during which nobody is answered, and 500 installers got 23 MB/s in all.
 */
import { plainAddress } from '../access/address-list.js';
import type { FtpGuards } from './guards.js';
import { listeningServer, PassivePort } from './passive-port.js';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

const mostSpare = 64;

export class PassivePorts {
  readonly #open = new Set<PassivePort>();
  /** Those that no session has, and the address that each listens at. */
  readonly #spare = new Map<PassivePort, string>();
  /** Numbers that are taken, also while listen(2) is under way. */
  readonly #taken = new Set<number>();
  #next = 0;
  #keepsSpare = true;

  constructor(
    private readonly guards: FtpGuards,
    private readonly range?: PortRange,
  ) {}

  /** How many sessions have one. */
  get size(): number {
    return this.#open.size - this.#spare.size;
  }

  /** @returns undefined when every port of the range is in use */
  async open(address: string, peer: string): Promise<PassivePort | undefined> {
    const spare = this.#takeSpare(address, plainAddress(peer));
    if (spare !== undefined) return spare;
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

  /** The session that had it has ended. */
  giveBack(port: PassivePort, address: string): void {
    if (this.#keepsSpare && port.isResting && this.#spare.size < mostSpare) this.#spare.set(port, address);
    else port.close();
  }

  /** No new sessions come: whoever serves from now on has the same range. */
  keepNoSpare(): void {
    this.#keepsSpare = false;
    for (const port of [...this.#spare.keys()]) port.close();
  }

  close(): void {
    for (const port of [...this.#open]) port.close();
  }

  #takeSpare(address: string, peer: string): PassivePort | undefined {
    for (const [port, listensAt] of this.#spare) {
      if (listensAt !== address) continue;
      this.#spare.delete(port);
      if (port.offerAgain(peer)) return port;
    }
    return undefined;
  }

  async #listen(address: string, peer: string, number: number): Promise<PassivePort> {
    const server = await listeningServer(address, number);
    const port: PassivePort = new PassivePort(server, plainAddress(peer), this.guards, () => {
      this.#open.delete(port);
      this.#spare.delete(port);
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
