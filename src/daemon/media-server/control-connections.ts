/** The connections to the control socket: accepted by the supervisor, answered here, and answered to the end at a stop. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { systemClock, type Clock } from '../../shared/clock.js';

const check = 10;
/** One that has not asked anything by then asks the next process again (src/contract/media-server-client.ts). */
const patience = 1000;

export class ControlConnections {
  readonly #sockets = new Set<Socket>();

  /** The server listens nowhere itself. */
  constructor(
    private readonly server: Server,
    private readonly clock: Clock = systemClock,
  ) {}

  take(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    this.server.emit('connection', socket);
  }

  /** Answers that are being given are finished. */
  async finished(): Promise<void> {
    const end = this.clock.now() + patience;
    while (this.#sockets.size > 0 && this.clock.now() < end) await this.clock.sleep(check);
    for (const socket of this.#sockets) socket.destroy();
  }
}
