// A proxy before the database that can be cut, or far away: connections die, answers are swallowed, new connections are refused.
import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

export class CutProxy {
  readonly #sockets = new Set<Socket>();
  #cut = false;
  #delay = 0;
  #swallow: ((sent: Buffer) => boolean) | undefined;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(target: number): Promise<CutProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const proxy = new CutProxy(server, typeof address === 'object' && address !== null ? address.port : 0);
    server.on('connection', (client) => proxy.#join(client, target));
    return proxy;
  }

  /** From now on nobody gets through, and who was through is not any more. */
  cut(): void {
    this.#cut = true;
    this.#destroyAll();
  }

  mend(): void {
    this.#cut = false;
  }

  /** As if it were so far away: each question arrives that many milliseconds later. */
  slow(delay: number): void {
    this.#delay = delay;
  }

  /** What is sent arrives, and the answer does not: the connection dies instead. Once. */
  loseAnswerTo(matches: (sent: Buffer) => boolean): void {
    this.#swallow = matches;
  }

  async end(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #join(client: Socket, target: number): void {
    if (this.#cut) {
      client.destroy();
      return;
    }
    const upstream = createConnection(target, '127.0.0.1');
    let losing = false;
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    client.on('data', (sent: Buffer) => {
      if (this.#swallow?.(sent) === true) {
        this.#swallow = undefined;
        losing = true;
      }
      if (this.#delay === 0) upstream.write(sent);
      else setTimeout(() => upstream.write(sent), this.#delay);
    });
    upstream.on('data', (answer: Buffer) => {
      if (losing) client.destroy();
      else client.write(answer);
    });
  }

  #destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
