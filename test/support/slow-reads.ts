/** Makes every read from a file by descriptor take its time, as on a disk that many want something from. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

export interface SlowReads {
  /** Reads that were asked for and are not done. */
  readonly underWay: number;
  restore(): void;
}

type Read = (
  descriptor: number,
  buffer: Buffer,
  offset: number,
  length: number,
  position: number,
  done: (error: NodeJS.ErrnoException | null, count: number) => void,
) => void;

export function slowReads(milliseconds: number): SlowReads {
  const real = fs.read as Read;
  let underWay = 0;
  const slow: Read = (descriptor, buffer, offset, length, position, done) => {
    underWay += 1;
    setTimeout(() => {
      real(descriptor, buffer, offset, length, position, (error, count) => {
        underWay -= 1;
        done(error, count);
      });
    }, milliseconds);
  };
  put(slow);
  return {
    get underWay() {
      return underWay;
    },
    restore: () => put(real),
  };
}

function put(read: Read): void {
  Object.assign(fs, { read });
  syncBuiltinESMExports();
}
