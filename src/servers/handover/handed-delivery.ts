/** The worker's end of the hand-over: the first answer of a connection is caught before it is written, and sent to the supervisor. */
import type { Socket } from 'node:net';
import type { Delivery } from '../http/delivery.js';
import type { FromWorker } from './messages.js';

interface Captured {
  readonly bytes: Buffer;
  /** What the writes wanted to be told once they are through. */
  readonly callbacks: readonly (() => void)[];
}

type WriteCallback = ((error?: Error | null) => void) | null;

export class HandedConnections {
  readonly #written = new Map<number, readonly (() => void)[]>();

  constructor(private readonly send: (message: FromWorker) => void) {}

  /** How many answers the supervisor is still writing. */
  get pending(): number {
    return this.#written.size;
  }

  delivery(connection: number, socket: Socket): Delivery {
    return {
      whole: (write) => {
        const { bytes, callbacks } = capture(socket, write);
        this.#written.set(connection, callbacks);
        this.send({ kind: 'answer', connection, bytes, last: endsConnection(bytes) });
      },
      taken: () => this.send({ kind: 'taken', connection }),
    };
  }

  written(connection: number): void {
    const callbacks = this.#written.get(connection) ?? [];
    this.#written.delete(connection);
    for (const callback of callbacks) callback();
  }
}

/**
 * Runs `write` with the socket's own write replaced. node:http writes a response through `socket.write` and nothing else,
 * and goes on with the connection when the callbacks come.
 */
function capture(socket: Socket, write: () => void): Captured {
  const chunks: Buffer[] = [];
  const callbacks: (() => void)[] = [];
  const replacement = (chunk: Uint8Array | string, encoding?: BufferEncoding | WriteCallback, done?: WriteCallback) => {
    const callback = typeof encoding === 'function' ? encoding : done;
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, textEncoding(encoding)) : Buffer.from(chunk));
    // node:http passes null where it does not wait.
    if (callback !== undefined && callback !== null) callbacks.push(() => callback());
    return true;
  };
  socket.write = replacement;
  try {
    write();
  } finally {
    Reflect.deleteProperty(socket, 'write');
  }
  return { bytes: Buffer.concat(chunks), callbacks };
}

function textEncoding(encoding: BufferEncoding | WriteCallback | undefined): BufferEncoding {
  return typeof encoding === 'string' ? encoding : 'utf8';
}

function endsConnection(answer: Buffer): boolean {
  const head = answer.toString('latin1', 0, answer.indexOf('\r\n\r\n'));
  return /\r\nConnection: close/i.test(head);
}
