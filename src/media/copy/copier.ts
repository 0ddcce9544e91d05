/** One that copies, seen from the one who gives it work: a thread, or the function of the copy program in this thread. */
import { closeSync } from 'node:fs';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { bytesOf, type FileRuns } from '../source/file-runs.js';
import type { MadeFile, NewFile } from '../store/store-files.js';
import type { HashAlgorithm } from '../verify/hash-thread.js';
import type { CopyOrder, CopyReply } from './copy-program.js';

export interface CopyWork {
  readonly from: FileRuns;
  readonly to: NewFile;
  readonly algorithms: readonly HashAlgorithm[];
  /** How many of the first bytes are wanted, to be looked at without reading them again. */
  readonly keep: number;
  /** In shared memory: ends the copy at its next part, with an error, once it is not 0. */
  readonly stopped: Int32Array;
  /** Called now and then with how many more bytes of a large file were copied. */
  readonly onBytes: (bytes: number) => void;
}

export interface Copied {
  /** In hexadecimal, in the order of the algorithms. */
  readonly digests: readonly string[];
  /** The first bytes, as many as were wanted and are there. */
  readonly start: Uint8Array;
}

interface Waiting {
  readonly work: CopyWork;
  readonly resolve: (copied: MadeFile<Copied>) => void;
  readonly reject: (error: Error) => void;
}

export class Copier {
  readonly #waiting = new Map<number, Waiting>();
  readonly #running = new Set<Promise<unknown>>();
  #failure: Error | undefined;
  #pendingBytes = 0;
  #orders = 0;

  constructor(private readonly post: (order: CopyOrder) => void) {}

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  get hasEnded(): boolean {
    return this.#failure !== undefined;
  }

  /** @throws FILE_UNREADABLE, also where the source ends too early; what the system said of the writing, with its code */
  copy(work: CopyWork): Promise<MadeFile<Copied>> {
    if (this.#failure !== undefined) {
      closeSync(work.to.descriptor);
      return Promise.reject(this.#failure);
    }
    const { from, to, algorithms, keep, stopped } = work;
    const id = (this.#orders += 1);
    try {
      this.post({ id, from: from.descriptor, runs: from.runs, to, algorithms, keep, stopped });
    } catch (error) {
      closeSync(to.descriptor);
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    this.#pendingBytes += bytesOf(from);
    const copied = new Promise<MadeFile<Copied>>((resolve, reject) => this.#waiting.set(id, { work, resolve, reject }));
    this.#running.add(copied);
    const forget = (): boolean => this.#running.delete(copied);
    copied.then(forget, forget);
    return copied;
  }

  received(reply: CopyReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) {
      if (reply.kind === 'done') closeSync(reply.descriptor);
      return;
    }
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

  /** Nothing more is taken; settles when what was taken is answered. */
  async end(): Promise<void> {
    this.#failure ??= new Error('the copying has ended');
    await Promise.allSettled(this.#running);
  }

  /** What was taken will not be answered any more. */
  fail(error: Error): void {
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
