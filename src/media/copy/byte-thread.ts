/**
 * A thread that hashes a whole file, if it is given one at its start, and copies files beside. It reads for itself: hashing
 * can begin before anybody knows what is in the file, and no bytes travel from core to core.
 */
import { Worker } from 'node:worker_threads';
import type { FileStatus } from '../source/byte-reader.js';
import type { MadeFile } from '../store/store-files.js';
import { Copier, type Copied, type CopyWork } from './copier.js';
import { copyFunction, type CopyReply } from './copy-program.js';

export interface HashedFile {
  readonly sha256: string;
  /** Of the file that was hashed, as the thread opened it. */
  readonly status: FileStatus;
}

type HashReply =
  | ({ readonly kind: 'hashed' } & HashedFile)
  | { readonly kind: 'unreadable'; readonly code: string | null; readonly message: string };

/** Then copies have their turn: while they wait for the disk, hashing goes on, and neither is left for the end. */
const hashedAtOnce = 4 * 1024 * 1024;

/** Text instead of a file, so that it starts the same way from sources and from the build. */
export const threadProgram = `
const { parentPort, workerData: { hashed, ended } } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const hasEnded = () => Atomics.load(ended, 0) !== 0;

async function hashWhole(path) {
  const file = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  try {
    const { dev, ino, size, mtimeMs } = fs.fstatSync(file);
    return { kind: 'hashed', sha256: await hashOpen(file), status: { dev, ino, size, mtimeMs } };
  } finally {
    fs.closeSync(file);
  }
}

async function hashOpen(file) {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(256 * 1024);
  let sinceTurn = 0;
  for (let length = 1; length > 0;) {
    if (hasEnded()) throw new Error('the hashing was ended');
    length = fs.readSync(file, buffer, 0, buffer.length, null);
    hash.update(buffer.subarray(0, length));
    if ((sinceTurn += length) < ${hashedAtOnce}) continue;
    sinceTurn = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return hash.digest('hex');
}

const send = (reply, transfer) => parentPort.postMessage(reply, transfer);
parentPort.on('message', ${copyFunction}({ fs, createHash, send, pause: null }));
if (hashed !== null)
  hashWhole(hashed)
    .catch(({ code = null, message }) => ({ kind: 'unreadable', code, message }))
    .then((reply) => parentPort.postMessage(reply));
`;

/** Bytes that a thread has before it, so that it need not wait for the next file; what it takes for them is some milliseconds. */
const enoughBytes = 4 * 1024 * 1024;

export class ByteThread {
  readonly #ended = new Int32Array(new SharedArrayBuffer(4));
  readonly #worker: Worker;
  readonly #copier: Copier;
  /** Never settles where no file was given. */
  readonly hashed: Promise<HashedFile>;

  /** @param file the path of the one whose digest is wanted */
  constructor(private readonly file: string | null) {
    // Not with the options of this process: under --input-type=module the text would be read as a module.
    // Nor does it own the files that it opens and closes: they outlive it.
    const workerData = { hashed: file, ended: this.#ended };
    const worker = new Worker(threadProgram, { eval: true, execArgv: [], workerData, trackUnmanagedFds: false });
    this.#worker = worker;
    this.#copier = new Copier((order) => worker.postMessage(order));
    this.hashed = new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        this.#copier.fail(error);
        reject(error);
      };
      worker.on('message', (reply: CopyReply | HashReply) => {
        if (reply.kind === 'hashed') resolve(reply);
        else if (reply.kind === 'unreadable') reject(Object.assign(new Error(reply.message), { code: reply.code }));
        else this.#copier.received(reply);
      });
      worker.on('error', fail);
      worker.on('exit', () => fail(new Error('the thread was ended')));
    });
    this.hashed.catch(() => undefined);
  }

  /** Whether it would begin with another file at once, or soon. */
  get hasRoom(): boolean {
    return !this.#copier.hasEnded && this.#copier.pendingBytes < enoughBytes;
  }

  get pendingBytes(): number {
    return this.#copier.pendingBytes;
  }

  /** Settles when the thread touches neither file any more; the copy is then open, unless it failed. */
  copy(work: CopyWork): Promise<MadeFile<Copied>> {
    return this.#copier.copy(work);
  }

  /** Whether the process stays alive for it. */
  hold(isWaitedFor: boolean): void {
    if (isWaitedFor) this.#worker.ref();
    else this.#worker.unref();
  }

  /** Not before it has answered everything: it would write to a descriptor that may be another file by then. */
  async close(): Promise<void> {
    Atomics.store(this.#ended, 0, 1);
    await this.#copier.end();
    if (this.file !== null) await this.hashed.catch(() => undefined);
    await this.#worker.terminate();
  }
}
