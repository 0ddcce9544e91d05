/**
 * Hashing in a thread of its own: the digests of the files and that of the whole source would take twice the time one
 * after the other, and the thread that reads and writes has enough to do.
 */
import { Worker } from 'node:worker_threads';

/** Text instead of a file, so that it starts the same way from sources and from the build. */
const program = `
const { parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const open = new Map();
parentPort.on('message', ({ stream, algorithms, memory, offset, length }) => {
  if (!open.has(stream)) open.set(stream, algorithms.map((name) => createHash(name)));
  const hashes = open.get(stream);
  if (memory === null) {
    open.delete(stream);
    parentPort.postMessage(hashes.map((hash) => hash.digest('hex')));
  } else {
    for (const hash of hashes) hash.update(new Uint8Array(memory, offset, length));
    parentPort.postMessage(null);
  }
});
`;

export type HashAlgorithm = 'sha256' | 'md5';

export interface HashStream {
  /** Takes bytes in shared memory; settles when it has read them. */
  update(data: Uint8Array): Promise<void>;
  /** The digests of everything before, in hexadecimal, in the order of the algorithms. */
  digest(): Promise<readonly string[]>;
}

interface Waiting {
  readonly resolve: (digests: readonly string[]) => void;
  readonly reject: (error: Error) => void;
}

export class HashThread {
  #worker: Worker | undefined;
  /** The thread answers in the order of what it is sent. */
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;
  #streams = 0;

  /** Several may be open at once. */
  open(algorithms: readonly HashAlgorithm[]): HashStream {
    const stream = (this.#streams += 1);
    return {
      update: async (data) => {
        const { buffer: memory, byteOffset: offset, length } = data;
        await this.#send({ stream, algorithms, memory, offset, length });
      },
      digest: () => this.#send({ stream, algorithms, memory: null, offset: 0, length: 0 }),
    };
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#fail(new Error('the hashing thread was closed'));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const one of this.#waiting.splice(0)) one.reject(error);
  }

  #send(message: object): Promise<readonly string[]> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.postMessage(message);
    });
  }

  /** Only once there is something to hash: a thread costs some 30 ms of a core. */
  #start(): Worker {
    // Not with the options of this process: under --input-type=module the text would be read as a module.
    const worker = new Worker(program, { eval: true, execArgv: [] });
    worker.on('message', (digests: readonly string[] | null) => this.#waiting.shift()?.resolve(digests ?? []));
    worker.on('error', (error: Error) => this.#fail(error));
    return worker;
  }
}

/** Only bytes in shared memory can be read by the thread. */
export function isShared(data: Uint8Array): boolean {
  return data.buffer instanceof SharedArrayBuffer;
}
