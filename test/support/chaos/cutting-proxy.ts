/** A TCP proxy on loopback that passes everything on until it is told to cut: connections then end in a reset, after so many bytes. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../../../src/simulator/state/random.js';

export interface Listening {
  readonly address: string;
  readonly port: number;
}

interface Orders {
  /** How many of the connections to come are still to be cut. */
  left: number;
  /** Bytes towards the client before the reset: from 0, which is before anything was answered. */
  readonly most: number;
}

export class CuttingProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #orders: Orders = { left: 0, most: 0 };
  /** Connections that were cut, ever. */
  cuts = 0;

  private constructor(
    private readonly server: Server,
    private readonly to: Listening,
    private readonly random: Random,
  ) {
    server.on('connection', (client) => this.#pass(client));
  }

  static async listen(at: Listening, to: Listening, random: Random): Promise<CuttingProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new CuttingProxy(server, to, random);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at.port, at.address, resolve);
    });
    return proxy;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Resets what is open now, and the next connections after at most so many bytes each. */
  cut(connections: number, mostBytes: number): void {
    this.#orders = { left: connections, most: mostBytes };
    for (const pair of this.#pairs) this.#reset(pair);
  }

  mend(): void {
    this.#orders = { left: 0, most: 0 };
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const [client, server] of this.#pairs) [client, server].forEach((socket) => socket.destroy());
    await closed;
  }

  #pass(client: Socket): void {
    const server = connect({ host: this.to.address, port: this.to.port, allowHalfOpen: true });
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    if (this.#orders.left > 0) {
      this.#orders.left--;
      this.#cutAfter(pair, this.random.between(0, this.#orders.most));
    }
    client.pipe(server);
    server.pipe(client);
  }

  #cutAfter(pair: readonly [Socket, Socket], bytes: number): void {
    let passed = 0;
    pair[1].on('data', (chunk: Buffer) => {
      passed += chunk.length;
      if (passed >= bytes) this.#reset(pair);
    });
  }

  #reset(pair: readonly [Socket, Socket]): void {
    this.cuts++;
    this.#pairs.delete(pair);
    for (const socket of pair) socket.resetAndDestroy();
  }
}
