/** Looks at a record log without the right to change it: how many of its lines are what was written, and where one is not. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { decodeLine, hasDamagedEnd } from './file-log.js';

export interface LogExamination {
  readonly path: string;
  /** Lines that are what was written. */
  readonly lines: number;
  /** The first byte of each line that is not. */
  readonly damaged: readonly number[];
  /** The last line has no end: an append was cut short, and nobody was told of it. */
  readonly cutShort: boolean;
}

/** A log that is not there has no lines. @throws FILE_UNREADABLE */
export function examineLog<T>(path: string, schema: z.ZodType<T>): LogExamination {
  const bytes = contentOf(path);
  const damaged: number[] = [];
  let lines = 0;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    if (decodeLine(bytes.toString('utf8', start, end), schema) === undefined) damaged.push(start);
    else lines += 1;
    start = end + 1;
  }
  const tail = bytes.subarray(start);
  const hasDamage = hasDamagedEnd(tail, schema);
  if (hasDamage) damaged.push(start);
  return { path, lines, damaged, cutShort: tail.length > 0 && !hasDamage };
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw new DrydockError('FILE_UNREADABLE', {
      attempted: 'reading a log of the media server',
      subject: path,
      cause: error,
    });
  }
}
