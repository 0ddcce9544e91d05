/** What a copying thread runs, and what is said to it and by it. */
import type { NewFile } from '../store/store-files.js';
import type { HashAlgorithm } from '../verify/hash-thread.js';
import { copyOutput, directFromBytes, smallPieceBytes } from './copy-output.js';

export interface CopyOrder {
  readonly id: number;
  /** A descriptor. */
  readonly from: number;
  readonly to: NewFile;
  readonly runs: readonly { readonly offset: number; readonly length: number }[];
  readonly algorithms: readonly HashAlgorithm[];
  /** How many of the first bytes are given back. */
  readonly keep: number;
}

export type CopyReply =
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: number }
  | {
      readonly kind: 'done';
      readonly id: number;
      /** Of the copy, open for reading. */
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

/** Text instead of a file, so that it starts the same way from sources and from the build. */
export const copyProgram = `
const { parentPort, workerData: stopped } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { closeSync, constants, ftruncateSync, openSync, readSync, write, writeSync } = require('node:fs');
const tellEvery = 8 * 1024 * 1024;
${copyOutput}
class Copying {
  side = 'read';
  // Of the file that is read.
  at = 0;
  position = 0;
  told = 0;

  constructor(order) {
    const { to, runs, algorithms, keep } = order;
    const size = runs.reduce((sum, { length }) => sum + length, 0);
    this.order = order;
    this.most = size < ${directFromBytes} ? ${smallPieceBytes} : Infinity;
    this.hashes = algorithms.map((name) => createHash(name));
    this.start = new Uint8Array(keep);
    this.output = new Output(to, size);
  }

  async copyRuns() {
    for (const { offset, length } of this.order.runs) {
      for (let done = 0; done < length;) {
        const taken = takeBuffer();
        // A wait for nothing would make a small file wait for its turn once for each piece.
        const buffer = taken instanceof Promise ? await taken : taken;
        done += this.copyPiece(buffer, offset + done, length - done);
      }
    }
  }

  copyPiece(buffer, at, left) {
    const count = this.read(buffer, at, left);
    const piece = buffer.subarray(0, count);
    for (const hash of this.hashes) hash.update(piece);
    const { start, output, position } = this;
    if (position < start.length) start.set(piece.subarray(0, start.length - position), position);
    this.side = 'write';
    output.put(buffer, count, position);
    if (output.failure !== null) throw output.failure;
    this.position += count;
    if (this.position - this.told >= tellEvery) this.tell();
    return count;
  }

  read(buffer, at, left) {
    this.side = 'read';
    this.at = at;
    try {
      if (Atomics.load(stopped, 0) !== 0) throw new Error('the copy was stopped');
      const count = readSync(this.order.from, buffer, 0, Math.min(this.most, buffer.length, left), at);
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
      const descriptor = this.output.reopened();
      if (this.position > this.told) this.tell();
      const digests = this.hashes.map((hash) => hash.digest('hex'));
      const start = this.start.subarray(0, this.position);
      parentPort.postMessage({ kind: 'done', id: this.order.id, descriptor, digests, start }, [start.buffer]);
    } catch (error) {
      await this.fail(error);
    }
  }

  async fail({ code = null, message }) {
    const { side, at, output, order: { id } } = this;
    await output.written().catch(() => undefined);
    try { output.close(); } catch {}
    parentPort.postMessage({ kind: 'failed', id, side, at, code, message });
  }

  tell() {
    parentPort.postMessage({ kind: 'bytes', id: this.order.id, bytes: this.position - this.told });
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
parentPort.on('message', (order) => {
  last = last.then(() => copy(order));
});
`;
