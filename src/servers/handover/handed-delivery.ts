/** The worker's end of the hand-over: the first answer of a connection is not written here, but sent to the supervisor. */
import type { Delivery } from '../http/delivery.js';
import type { FromWorker } from './messages.js';

export class HandedConnections {
  readonly #written = new Map<number, () => void>();

  constructor(private readonly send: (message: FromWorker) => void) {}

  /** How many answers the supervisor is still writing. */
  get pending(): number {
    return this.#written.size;
  }

  delivery(connection: number): Delivery {
    return {
      whole: (bytes, last, written) => {
        this.#written.set(connection, written);
        this.send({ kind: 'answer', connection, bytes, last });
      },
      taken: () => this.send({ kind: 'taken', connection }),
    };
  }

  /** Also when the connection is closed, since nothing can be written to it then. */
  written(connection: number): void {
    const written = this.#written.get(connection);
    this.#written.delete(connection);
    written?.();
  }
}
