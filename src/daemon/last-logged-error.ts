/** What a process of ours that ended at its start wrote down as the reason: its log is the only thing it leaves. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { errorFromDocument } from '../contract/error-document.js';
import type { DrydockError } from '../shared/errors/drydock-error.js';

const logLineSchema = z.object({ error: z.unknown() });

/** More than a process says before it gives up. */
const mostBytes = 256 * 1024;

/**
 * The last error that the log tells with its code; undefined where there is none, or no log.
 * @param from the length of the log before the process was started: what stands before is of others
 */
export function lastLoggedError(logFile: string, from: number): DrydockError | undefined {
  for (const line of textBehind(logFile, from).trimEnd().split('\n').reverse()) {
    const error = errorOf(line);
    if (error !== undefined) return error;
  }
  return undefined;
}

function textBehind(logFile: string, from: number): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(logFile, 'r');
    const start = Math.max(from, fstatSync(descriptor).size - mostBytes);
    const buffer = Buffer.alloc(mostBytes);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, start));
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function errorOf(line: string): DrydockError | undefined {
  try {
    return errorFromDocument(logLineSchema.parse(JSON.parse(line)).error);
  } catch {
    return undefined;
  }
}
