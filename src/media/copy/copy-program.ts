/**
 * What copies a file's bytes, as the text of a function: a thread runs it, and the thread that gives out the work does too
 * (`copiers.ts`). Pieces are read and hashed at once, since a wake-up for each would take longer than the piece.
 */
import type { NewFile } from '../store/store-files.js';
import type { HashAlgorithm } from '../verify/hash-thread.js';
import { cachedBytes, copyOutput, directFromBytes } from './copy-output.js';

export interface CopyOrder {
  readonly id: number;
  /** A descriptor. */
  readonly from: number;
  readonly to: NewFile;
  readonly runs: readonly { readonly offset: number; readonly length: number }[];
  readonly algorithms: readonly HashAlgorithm[];
  /** How many of the first bytes are given back. */
  readonly keep: number;
  /** In shared memory: ends the copy at its next part, with an error, once it is not 0. */
  readonly stopped: Int32Array;
}

export type CopyReply =
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: number }
  | {
      readonly kind: 'done';
      readonly id: number;
      /** Of the copy, to be synced. */
      readonly descriptor: number;
      readonly digests: readonly string[];
      readonly start: Uint8Array;
    }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly side: 'read' | 'write';
      /** Of the file that is read. */
      readonly at: number;
      readonly code: string | null;
      readonly message: string;
    };

/** What the text's function is given. */
export interface CopySurroundings {
  readonly fs: object;
  readonly createHash: (algorithm: string) => object;
  readonly send: (reply: CopyReply, transfer: readonly ArrayBuffer[]) => void;
  /** Called between the pieces of a file, where others have to have their turn. */
  readonly pause: (() => Promise<void>) | null;
}

/** Text instead of a file, so that a thread starts the same way from sources and from the build. */
export const copyFunction = `(function ({ fs, createHash, send, pause }) {
const { closeSync, constants, ftruncateSync, openSync, readSync, write, writeSync } = fs;
const tellEvery = 8 * 1024 * 1024;
${copyOutput}
class Copying {
  side = 'read';
  // Of the file that is read.
  at = 0;
  position = 0;
  told = 0;

  constructor(order) {
    const { to, runs } = order;
    const size = runs.reduce((sum, { length }) => sum + length, 0);
    this.order = order;
    this.most = size < ${directFromBytes} ? ${cachedBytes} : Infinity;
    this.output = new Output(to, size);
  }

  async copyRuns() {
    const { algorithms, keep, runs } = this.order;
    this.hashes = algorithms.map((name) => createHash(name));
    this.start = new Uint8Array(keep);
    for (const { offset, length } of runs) {
      for (let done = 0; done < length;) {
        const taken = takeBuffer();
        // A wait for nothing would make a small file wait for its turn once for each piece.
        const buffer = taken instanceof Promise ? await taken : taken;
        done += this.copyPiece(buffer, offset + done, length - done);
        if (pause !== null) await pause();
      }
    }
  }

  copyPiece(buffer, at, left) {
    const count = Math.min(this.most, buffer.length, left);
    for (let done = 0; done < count;) {
      const part = buffer.subarray(done, Math.min(done + ${cachedBytes}, count));
      done += this.hashPart(part, at + done, buffer);
    }
    const piece = buffer.subarray(0, count);
    const { start, output, position } = this;
    if (position < start.length) start.set(piece.subarray(0, start.length - position), position);
    this.side = 'write';
    output.put(buffer, count, position);
    if (output.failure !== null) throw output.failure;
    this.position += count;
    if (this.position - this.told >= tellEvery) this.tell();
    return count;
  }

  hashPart(part, at, buffer) {
    const count = this.read(part, at, buffer);
    const hashed = part.subarray(0, count);
    for (const hash of this.hashes) hash.update(hashed);
    return count;
  }

  read(part, at, buffer) {
    this.side = 'read';
    this.at = at;
    try {
      if (Atomics.load(this.order.stopped, 0) !== 0) throw new Error('the copy was stopped');
      const count = readSync(this.order.from, part, 0, part.length, at);
      if (count === 0) throw new Error('the file is shorter than it was');
      return count;
    } catch (error) {
      giveBack(buffer);
      throw error;
    }
  }

  async finish() {
    try {
      this.side = 'write';
      await this.output.written();
      if (this.position > this.told) this.tell();
      const digests = this.hashes.map((hash) => hash.digest('hex'));
      const start = this.start.subarray(0, this.position);
      const descriptor = this.output.settled();
      send({ kind: 'done', id: this.order.id, descriptor, digests, start }, [start.buffer]);
    } catch (error) {
      await this.fail(error);
    }
  }

  async fail({ code = null, message }) {
    const { side, at, output, order: { id } } = this;
    await output.written().catch(() => undefined);
    try { output.close(); } catch {}
    send({ kind: 'failed', id, side, at, code, message }, []);
  }

  tell() {
    send({ kind: 'bytes', id: this.order.id, bytes: this.position - this.told }, []);
    this.told = this.position;
  }
}

// One file after the other is read; what is left to be written of one does not keep the next from being begun.
async function copy(order) {
  const copying = new Copying(order);
  try {
    await copying.copyRuns();
  } catch (error) {
    void copying.fail(error);
    return;
  }
  void copying.finish();
}

let last = Promise.resolve();
return (order) => {
  last = last.then(() => copy(order));
};
})`;
