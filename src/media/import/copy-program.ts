/** What a copying thread runs, and what is said to it and by it. */
import type { NewFile } from '../store/store-files.js';
import type { HashAlgorithm } from '../verify/hash-thread.js';

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

/** As many bytes as a large file is read, hashed and written at once. Twice as many and half as many took longer. */
const pieceBytes = 1024 * 1024;
/** Of a smaller file: stays in the second-level cache of a core from its reading to its writing. */
const smallPieceBytes = 256 * 1024;
/** From here on a file is written past the system's cache. For smaller ones waiting for the disk costs more than is saved. */
export const directFromBytes = 4 * 1024 * 1024;
/** What O_DIRECT wants positions, lengths and addresses to be multiples of, with any disk of today. */
const blockBytes = 4096;

/**
 * Text instead of a file, so that it starts the same way from sources and from the build.
 *
 * A large file is written past the system's cache (O_DIRECT): its bytes are not copied once more, take no memory that a
 * media server's clients could use, and no core has to bring them to the disk later. A thread waits for the disk then, so that
 * there are more threads than cores. A file system that has no such writing, or wants other multiples, says EINVAL: the
 * rest of the file goes through the cache. So do the bytes after the last whole block. The memory of WebAssembly begins
 * with a page; a Buffer need not.
 *
 * A small file that was cut to nothing is one that ext4, XFS and btrfs begin to put on the disk when it is closed, and not
 * seconds later: they take it for one that is written anew, whose content nobody would want to lose (`auto_da_alloc` in
 * ext4(5)). A large one that has its size from the start gets its place on the disk in one piece.
 */
export const copyProgram = `
const { parentPort, workerData: stopped } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { closeSync, constants, ftruncateSync, openSync, readSync, writeSync } = require('node:fs');
const buffer = Buffer.from(new WebAssembly.Memory({ initial: ${pieceBytes / 65536} }).buffer);
const tellEvery = 8 * 1024 * 1024;

class Output {
  constructor({ path, descriptor }, isLarge, size) {
    this.path = path;
    this.descriptor = descriptor;
    this.direct = isLarge ? this.openDirect() : null;
    // It only asks for something: what is wrong with the file, writing tells.
    try { ftruncateSync(descriptor, this.direct === null ? 0 : size); } catch {}
  }
  openDirect() {
    try {
      return openSync(this.path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_DIRECT);
    } catch {
      return null;
    }
  }
  put(count, position) {
    let done = position % ${blockBytes} === 0 ? this.putDirectly(count - count % ${blockBytes}, position) : 0;
    while (done < count) done += writeSync(this.descriptor, buffer, done, count - done, position + done);
  }
  putDirectly(count, position) {
    let done = 0;
    try {
      while (this.direct !== null && done < count)
        done += writeSync(this.direct, buffer, done, count - done, position + done);
    } catch (error) {
      if (error.code !== 'EINVAL') throw error;
      this.closeDirect();
    }
    return done;
  }
  closeDirect() {
    if (this.direct !== null) closeSync(this.direct);
    this.direct = null;
  }
  reopened() {
    const descriptor = openSync(this.path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      this.close();
      return descriptor;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }
  close() {
    const { descriptor } = this;
    if (descriptor === null) return;
    this.descriptor = null;
    try { this.closeDirect(); } finally { closeSync(descriptor); }
  }
}

parentPort.on('message', ({ id, from, to, runs, algorithms, keep }) => {
  const hashes = algorithms.map((name) => createHash(name));
  const start = new Uint8Array(keep);
  const size = runs.reduce((sum, { length }) => sum + length, 0);
  const isLarge = size >= ${directFromBytes};
  const most = isLarge ? ${pieceBytes} : ${smallPieceBytes};
  const output = new Output(to, isLarge, size);
  let position = 0, told = 0, side = 'read', at = 0;
  try {
    for (const { offset, length } of runs) {
      for (let done = 0; done < length;) {
        side = 'read';
        at = offset + done;
        if (Atomics.load(stopped, 0) !== 0) throw new Error('the copy was stopped');
        const count = readSync(from, buffer, 0, Math.min(most, length - done), at);
        if (count === 0) throw new Error('the file is shorter than it was');
        const piece = buffer.subarray(0, count);
        for (const hash of hashes) hash.update(piece);
        if (position < keep) start.set(piece.subarray(0, keep - position), position);
        side = 'write';
        output.put(count, position);
        position += count;
        done += count;
        if (position - told < tellEvery) continue;
        parentPort.postMessage({ kind: 'bytes', id, bytes: position - told });
        told = position;
      }
    }
    side = 'write';
    const descriptor = output.reopened();
    if (position > told) parentPort.postMessage({ kind: 'bytes', id, bytes: position - told });
    const digests = hashes.map((hash) => hash.digest('hex'));
    const reply = { kind: 'done', id, descriptor, digests, start: start.subarray(0, position) };
    parentPort.postMessage(reply, [start.buffer]);
  } catch (error) {
    try { output.close(); } catch {}
    parentPort.postMessage({ kind: 'failed', id, side, at, code: error.code ?? null, message: error.message });
  }
});
`;
