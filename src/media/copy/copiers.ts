/**
 * Copying with all cores: whoever is free takes the next file, reads its bytes from an open file, hashes them while they lie
 * in the cache of its core, and writes them to another. Only orders and digests go between threads.
 */
import { closeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { bytesOf } from '../source/file-runs.js';
import type { MadeFile } from '../store/store-files.js';
import { ByteThread } from './byte-thread.js';
import type { Copied, CopyWork } from './copier.js';
import { CopyHere } from './copy-here.js';

/** Beside this thread. More would only wait for one another. */
const mostThreads = 3;
/** Bytes that wait: a thread takes some 50 ms of a core before it copies its first. */
const worthAnother = 4 * 1024 * 1024;

interface Waiting {
  readonly work: CopyWork;
  readonly resolve: (copied: MadeFile<Copied>) => void;
  readonly reject: (error: Error) => void;
}

export class Copiers {
  readonly #here = new CopyHere();
  /** Those that were begun here, and those that hash the source first: they are their source's. */
  readonly #threads = new Set<ByteThread>();
  readonly #own: ByteThread[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #running = new Set<Promise<unknown>>();
  readonly #stopped = new Int32Array(new SharedArrayBuffer(4));
  #canBegin = true;

  constructor(
    private readonly count = Math.min(mostThreads, availableParallelism() - 1),
    private readonly begin = () => new ByteThread(null),
  ) {}

  /**
   * Settles when nobody touches either file any more; the copy is then open, unless it failed.
   * @throws FILE_UNREADABLE, also where the source ends too early; what the system said of the writing, with its code
   */
  copy(work: Omit<CopyWork, 'stopped'>): Promise<MadeFile<Copied>> {
    if (this.#isStopped) {
      closeSync(work.to.descriptor);
      return Promise.reject(new Error('the copying has ended'));
    }
    if (work.from.thread !== undefined) this.#threads.add(work.from.thread);
    const copied = new Promise<MadeFile<Copied>>((resolve, reject) =>
      this.#waiting.push({ work: { ...work, stopped: this.#stopped }, resolve, reject }),
    );
    this.#running.add(copied);
    const forget = (): boolean => this.#running.delete(copied);
    copied.then(forget, forget);
    this.#giveOut();
    return copied;
  }

  /** Copies that are under way end at their next piece, with an error, and no other is begun. */
  stop(): void {
    Atomics.store(this.#stopped, 0, 1);
  }

  /** Settles when nobody copies any more. */
  async close(): Promise<void> {
    this.stop();
    await Promise.allSettled(this.#running);
    await Promise.all([this.#here, ...this.#own].map((copier) => copier.close()));
  }

  #giveOut(): void {
    for (let copier = this.#free(); copier !== undefined; copier = this.#free()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const copied = copier.copy(next.work);
      copied.then(next.resolve, next.reject);
      const giveOut = (): void => this.#giveOut();
      copied.then(giveOut, giveOut);
    }
  }

  #free(): CopyHere | ByteThread | undefined {
    const threads = [...this.#threads].filter(({ hasRoom }) => hasRoom);
    const [least] = threads.sort((left, right) => left.pendingBytes - right.pendingBytes);
    if (least !== undefined) return least;
    return this.#here.hasRoom ? this.#here : this.#another();
  }

  #another(): ByteThread | undefined {
    const bytes = this.#waiting.reduce((sum, { work }) => sum + bytesOf(work.from), 0);
    const isWanted = bytes >= worthAnother && this.#threads.size < this.count;
    if (!isWanted || !this.#canBegin || this.#isStopped) return undefined;
    const thread = this.#begin();
    if (thread === undefined) return undefined;
    this.#own.push(thread);
    this.#threads.add(thread);
    return thread;
  }

  /** Where the system gives no other thread, the work is done all the same. */
  #begin(): ByteThread | undefined {
    try {
      return this.begin();
    } catch {
      this.#canBegin = false;
      return undefined;
    }
  }

  get #isStopped(): boolean {
    return Atomics.load(this.#stopped, 0) !== 0;
  }
}
