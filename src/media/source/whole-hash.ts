/**
 * The sha256 of the whole source, computed in a thread of its own: the files' own digests keep this one busy, and
 * together they would take twice the time.
 */
import { Worker } from 'node:worker_threads';

/** Text instead of a file, so that it starts the same way from sources and from the build. */
const program = `
const { parentPort } = require('node:worker_threads');
const hash = require('node:crypto').createHash('sha256');
parentPort.on('message', (message) => {
  if (message === null) parentPort.postMessage(hash.digest('hex'));
  else {
    hash.update(new Uint8Array(message.memory, message.offset, message.length));
    parentPort.postMessage(null);
  }
});
`;

export class WholeHash {
  readonly #worker = new Worker(program, { eval: true });
  readonly #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  #digest: string | undefined;
  #failure: Error | undefined;

  constructor() {
    this.#worker.on('message', (message: string | null) => {
      this.#digest = message ?? undefined;
      this.#waiting.shift()?.resolve();
    });
    this.#worker.on('error', (error: Error) => {
      this.#failure = error;
      for (const one of this.#waiting.splice(0)) one.reject(error);
    });
  }

  /** Takes the first `length` bytes of a buffer in shared memory; settles when it has read them. */
  update(buffer: Buffer, length: number): Promise<void> {
    return this.#send({ memory: buffer.buffer, offset: buffer.byteOffset, length });
  }

  /** The digest of everything before, in hexadecimal. */
  async digest(): Promise<string> {
    await this.#send(null);
    return this.#digest ?? '';
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(message: object | null): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(message);
    });
  }
}
