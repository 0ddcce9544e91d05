/** Where the bytes of a file lie within an open file of this disk: what a thread can copy by itself. */

export interface FileRuns {
  /** Names the open file in errors. */
  readonly name: string;
  /** Stays open until the copy has ended. */
  readonly descriptor: number;
  /** In the order of the file. */
  readonly runs: readonly { readonly offset: number; readonly length: number }[];
}

export function bytesOf({ runs }: FileRuns): number {
  return runs.reduce((sum, { length }) => sum + length, 0);
}
