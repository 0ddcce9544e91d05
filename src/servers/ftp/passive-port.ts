/** The listening side of a data connection: for one connection, from the peer of the control connection and nobody else. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export class PassivePort {
  #connection: Socket | undefined;
  #waiting: ((socket: Socket | undefined) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly server: Server,
    private readonly peer: string,
  ) {
    server.on('connection', (socket) => this.#accept(socket));
  }

  /** @throws the error of listen(2) when no port is free */
  static async open(address: string, peer: string, ports?: PortRange): Promise<PassivePort> {
    for (let port = ports?.from ?? 0; ; port++) {
      const server = createServer({ pauseOnConnect: true, noDelay: true });
      try {
        await listen(server, address, port);
        return new PassivePort(server, plainAddress(peer));
      } catch (error) {
        if (ports === undefined || port >= ports.to) throw error;
      }
    }
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The data connection; undefined when the client does not come in time. */
  connection(timeout: number): Promise<Socket | undefined> {
    if (this.#connection !== undefined) return Promise.resolve(this.#connection);
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#timer = setTimeout(() => this.#settle(undefined), timeout);
    });
  }

  close(): void {
    this.server.close();
    this.#connection?.destroy();
    this.#settle(undefined);
  }

  #accept(socket: Socket): void {
    socket.on('error', () => undefined);
    // Somebody else on this port would steal the file, or feed us to a third party: dropped, and we go on listening.
    if (this.#connection !== undefined || plainAddress(socket.remoteAddress ?? '') !== this.peer) {
      socket.destroy();
      return;
    }
    this.#connection = socket;
    this.server.close();
    this.#settle(socket);
  }

  #settle(socket: Socket | undefined): void {
    clearTimeout(this.#timer);
    this.#waiting?.(socket);
    this.#waiting = undefined;
  }
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, backlog: 4 }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

/** IPv4 addresses appear mapped when a socket listens on both families. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
