/** Where the bytes of a file lie within an open file of this disk: what a thread can copy by itself. */
import type { ByteThread } from '../copy/byte-thread.js';

export interface FileRuns {
  /** Names the open file in errors. */
  readonly name: string;
  /** Stays open until the copy has ended. */
  readonly descriptor: number;
  /** In the order of the file. */
  readonly runs: readonly { readonly offset: number; readonly length: number }[];
  /** One that hashes the open file as a whole, and can copy from then on. */
  readonly thread?: ByteThread;
}

export function bytesOf({ runs }: FileRuns): number {
  return runs.reduce((sum, { length }) => sum + length, 0);
}
