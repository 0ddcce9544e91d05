/** The listening side of data connections: for one client, for one connection at a time, and for nobody else. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { plainAddress } from '../access/address-list.js';
import type { FtpGuards } from './guards.js';

/**
 * `offered`: announced to the client, whose next connection is the one. `used`: a transfer runs over it. `resting`: that
 * transfer is over, and nothing of the client's can be on its way, so the port may be offered again, to another client too.
 */
type State = 'offered' | 'used' | 'resting' | 'closed';

export class PassivePort {
  #state: State = 'offered';
  #connection: Socket | undefined;
  #came: (() => void) | undefined;
  #peer: string;
  readonly port: number;

  constructor(
    private readonly server: Server,
    peer: string,
    private readonly guards: FtpGuards,
    private readonly onClosed: () => void,
  ) {
    this.#peer = peer;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => this.#accept(socket));
  }

  get isResting(): boolean {
    return this.#state === 'resting';
  }

  /**
   * Offers a resting port again. A new listening socket for each file costs as much as a small file does.
   * @param peer whose connection is awaited now; the same as before when not given
   */
  offerAgain(peer = this.#peer): boolean {
    if (this.#state !== 'resting') return false;
    this.#peer = peer;
    this.#state = 'offered';
    return true;
  }

  /** The data connection, if the client came already. */
  take(): Socket | undefined {
    const connection = this.#connection;
    if (connection !== undefined) this.#state = 'used';
    return connection;
  }

  /** Waits for it; undefined when the client does not come in time, or gives up. */
  async wait(clock: Clock, timeout: Milliseconds): Promise<Socket | undefined> {
    const taken = this.take();
    if (taken !== undefined || this.#state === 'closed') return taken;
    const came = new Promise<void>((resolve) => (this.#came = resolve));
    // Most often the connection came together with the command: the deadline is set only when it did not.
    const deadline = setImmediate(() => void this.#limit(clock, timeout));
    await came;
    clearImmediate(deadline);
    return this.take();
  }

  /** The transfer over it is done. */
  rest(): void {
    this.#connection = undefined;
    if (this.#state === 'used') this.#state = 'resting';
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.server.close();
    this.#connection?.destroy();
    this.#connection = undefined;
    this.#settle();
    this.onClosed();
  }

  #accept(socket: Socket): void {
    socket.on('error', ignore);
    // Somebody else on this port would steal the file, or feed us to a third party: dropped, and we go on listening.
    const isFirst = this.#state === 'offered' && this.#connection === undefined;
    if (!isFirst || !this.guards.mayConnect(this.#peer, plainAddress(socket.remoteAddress ?? ''))) {
      socket.destroy();
      return;
    }
    this.#connection = socket;
    this.#settle();
  }

  async #limit(clock: Clock, timeout: Milliseconds): Promise<void> {
    const came = this.#came;
    if (came === undefined) return;
    const over = new AbortController();
    this.#came = () => {
      over.abort();
      came();
    };
    await clock.sleep(timeout, over.signal).catch(() => undefined);
    came();
  }

  #settle(): void {
    const came = this.#came;
    this.#came = undefined;
    came?.();
  }
}

const ignore = (): void => undefined;

/**
 * Nothing is ever read from a data connection: a client that shuts down its own direction first, which it may, must not
 * end ours.
 */
export function listeningServer(address: string, port: number): Promise<Server> {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, backlog: 4 }, () => {
      server.removeListener('error', reject);
      resolve(server);
    });
  });
}
