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

/**
 * Text instead of a file, so that it starts the same way from sources and from the build. The piece is small enough to
 * stay in the second-level cache of a core from its reading to its writing. (Writing past the system's cache, O_DIRECT,
 * was measured: fewer cycles, but each piece waits for the disk, and imports took longer.)
 *
 * A file that was cut to nothing is one that ext4, XFS and btrfs begin to put on the disk when it is closed, and not seconds
 * later: they take it for one that is written anew, whose content nobody would want to lose (`auto_da_alloc` in ext4(5)).
 */
export const copyProgram = `
const { parentPort, workerData: stopped } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { closeSync, constants, ftruncateSync, openSync, readSync, writeSync } = require('node:fs');
const buffer = Buffer.allocUnsafeSlow(256 * 1024);
const tellEvery = 8 * 1024 * 1024;
parentPort.on('message', ({ id, from, to, runs, algorithms, keep }) => {
  const hashes = algorithms.map((name) => createHash(name));
  const start = new Uint8Array(keep);
  let position = 0, told = 0, side = 'read', at = 0, isOpen = true;
  // It only asks for something: what is wrong with the file, writing tells.
  try { ftruncateSync(to.descriptor, 0); } catch {}
  try {
    for (const { offset, length } of runs) {
      for (let done = 0; done < length;) {
        side = 'read';
        at = offset + done;
        if (Atomics.load(stopped, 0) !== 0) throw new Error('the copy was stopped');
        const count = readSync(from, buffer, 0, Math.min(buffer.length, length - done), at);
        if (count === 0) throw new Error('the file is shorter than it was');
        const piece = buffer.subarray(0, count);
        for (const hash of hashes) hash.update(piece);
        if (position < keep) start.set(piece.subarray(0, keep - position), position);
        side = 'write';
        for (let put = 0; put < count;) put += writeSync(to.descriptor, piece, put, count - put, position + put);
        position += count;
        done += count;
        if (position - told < tellEvery) continue;
        parentPort.postMessage({ kind: 'bytes', id, bytes: position - told });
        told = position;
      }
    }
    side = 'write';
    const descriptor = openSync(to.path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      isOpen = false;
      closeSync(to.descriptor);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    if (position > told) parentPort.postMessage({ kind: 'bytes', id, bytes: position - told });
    const digests = hashes.map((hash) => hash.digest('hex'));
    const reply = { kind: 'done', id, descriptor, digests, start: start.subarray(0, position) };
    parentPort.postMessage(reply, [start.buffer]);
  } catch (error) {
    if (isOpen) try { closeSync(to.descriptor); } catch {}
    parentPort.postMessage({ kind: 'failed', id, side, at, code: error.code ?? null, message: error.message });
  }
});
`;
