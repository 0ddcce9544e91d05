/**
 * Copying in threads: each reads a file's bytes from an open file, hashes them while they lie in the cache of its core, and
 * writes them to another. Only orders and digests go between threads: a wake-up for each piece costs more than hashing it.
 */
import { closeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { bytesOf, type FileRuns } from '../source/file-runs.js';
import type { MadeFile, NewFile } from '../store/store-files.js';
import type { HashAlgorithm } from '../verify/hash-thread.js';
import { copyProgram, type CopyOrder, type CopyReply } from './copy-program.js';

export interface CopyWork {
  readonly from: FileRuns;
  readonly to: NewFile;
  readonly algorithms: readonly HashAlgorithm[];
  /** How many of the first bytes are wanted, to be looked at without reading them again. */
  readonly keep: number;
  /** Called now and then with how many more bytes of a large file were copied. */
  readonly onBytes: (bytes: number) => void;
}

export interface Copied {
  /** In hexadecimal, in the order of the algorithms. */
  readonly digests: readonly string[];
  /** The first bytes, as many as were wanted and are there. */
  readonly start: Uint8Array;
}

/** More would only wait for one another: one of the cores takes the digest of the whole source meanwhile. */
const mostThreads = 4;
/** Bytes that wait: a thread takes some 30 ms of a core before it copies its first. */
const worthAnother = 4 * 1024 * 1024;

export class CopyThreads {
  readonly #threads: CopyThread[] = [];
  readonly #stopped = new Int32Array(new SharedArrayBuffer(4));

  constructor(private readonly count = Math.min(mostThreads, availableParallelism())) {}

  /**
   * Settles when no thread touches either file any more; the copy is then open for reading, unless it failed.
   * @throws FILE_UNREADABLE, also where the source ends too early; what the system said of the writing, with its code
   */
  copy(work: CopyWork): Promise<MadeFile<Copied>> {
    const [least] = [...this.#threads].sort((left, right) => left.pendingBytes - right.pendingBytes);
    const isBusy = least === undefined || least.pendingBytes > worthAnother;
    const thread = isBusy && this.#threads.length < this.count ? this.#start() : (least ?? this.#start());
    return thread.copy(work);
  }

  /** Copies that are under way end at their next piece, with an error. */
  stop(): void {
    Atomics.store(this.#stopped, 0, 1);
  }

  async close(): Promise<void> {
    this.stop();
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #start(): CopyThread {
    const thread = new CopyThread(this.#stopped);
    this.#threads.push(thread);
    return thread;
  }
}

interface Waiting {
  readonly work: CopyWork;
  readonly resolve: (copied: MadeFile<Copied>) => void;
  readonly reject: (error: Error) => void;
}

class CopyThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #running = new Set<Promise<unknown>>();
  #failure: Error | undefined;
  #pendingBytes = 0;
  #orders = 0;

  constructor(stopped: Int32Array) {
    // Not with the options of this process: under --input-type=module the text would be read as a module.
    // Nor does it own the files that it opens and closes: they outlive it.
    const options = { eval: true, execArgv: [], workerData: stopped, trackUnmanagedFds: false };
    this.#worker = new Worker(copyProgram, options);
    this.#worker.on('message', (reply: CopyReply) => this.#received(reply));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('a copying thread has ended')));
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  copy(work: CopyWork): Promise<MadeFile<Copied>> {
    if (this.#failure !== undefined) {
      closeSync(work.to.descriptor);
      return Promise.reject(this.#failure);
    }
    const { from, to, algorithms, keep } = work;
    const id = (this.#orders += 1);
    const order: CopyOrder = { id, from: from.descriptor, runs: from.runs, to, algorithms, keep };
    const copied = new Promise<MadeFile<Copied>>((resolve, reject) => {
      this.#waiting.set(id, { work, resolve, reject });
      this.#pendingBytes += bytesOf(from);
      this.#worker.postMessage(order);
    });
    this.#running.add(copied);
    const forget = (): boolean => this.#running.delete(copied);
    copied.then(forget, forget);
    return copied;
  }

  /** Not before it has answered everything: it would write to a descriptor that may be another file by then. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.#worker.terminate();
  }

  #received(reply: CopyReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    if (reply.kind === 'bytes') {
      waiting.work.onBytes(reply.bytes);
      return;
    }
    this.#waiting.delete(reply.id);
    this.#pendingBytes -= bytesOf(waiting.work.from);
    if (reply.kind === 'done') {
      const { descriptor, digests, start } = reply;
      waiting.resolve({ descriptor, result: { digests, start } });
    } else waiting.reject(failureOf(reply, waiting.work));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}

function failureOf(reply: Extract<CopyReply, { kind: 'failed' }>, { from }: CopyWork): Error {
  const cause = Object.assign(new Error(reply.message), reply.code === null ? {} : { code: reply.code });
  if (reply.side === 'write') return cause;
  return new DrydockError('FILE_UNREADABLE', { attempted: `reading at byte ${reply.at}`, subject: from.name, cause });
}
