/**
 * The chain that makes a journal's damage visible, whatever store it lies in: each record carries the digest of itself
 * and of the one before it. A changed, missing or exchanged record breaks it; only a lost end does not (journal-head.ts).
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../shared/json-text.js';
import { parseEntry } from './entry-schema.js';
import type { JournalEntry, JournalRecord } from './journal.js';

/** Raised when records or digests take another form; journals of 0.5.0 have this one. */
export const journalFormat = 1;

/** A record as a store keeps it. */
export interface ChainedRow {
  readonly sequence: number;
  readonly run: string;
  readonly at: number;
  /** The entry as JSON. Its digest is of this text, not of what is read from it. */
  readonly entry: string;
  readonly digest: string;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes where the store gives them: damaged ones may be no text at all. */
const textSchema = z
  .union([z.string(), z.instanceof(Uint8Array), z.instanceof(ArrayBuffer)])
  .transform((value, context) => {
    if (typeof value === 'string') return value;
    try {
      return decoder.decode(value);
    } catch {
      context.addIssue('is no UTF-8');
      return z.NEVER;
    }
  });

export const chainedRowSchema = z.object({
  sequence: z.number().int(),
  run: textSchema,
  at: z.number(),
  entry: textSchema,
  digest: textSchema,
});

/** The last record that a chain has, or the beginning of one. */
export interface ChainEnd {
  readonly sequence: number;
  readonly digest: string;
}

export const chainStart: ChainEnd = { sequence: 0, digest: '' };

export function rowAfter(end: ChainEnd, run: string, at: number, entry: JournalEntry): ChainedRow {
  const row = { sequence: end.sequence + 1, run, at, entry: JSON.stringify(entry) };
  return { ...row, digest: digestOf(end.digest, row) };
}

/** damaged: it is not what was written. unknown: it is, and this version does not understand it. */
export type RowProblem = { readonly kind: 'damaged' | 'unknown'; readonly problem: string };

/** Gives the record that follows in the chain, or what is wrong with what stands there. */
export function readRow(
  end: ChainEnd,
  value: unknown,
): { readonly record: JournalRecord; readonly row: ChainedRow } | RowProblem {
  const parsed = chainedRowSchema.safeParse(value);
  if (!parsed.success) return damaged('it does not have the form of a record');
  const row = parsed.data;
  if (row.sequence !== end.sequence + 1)
    return damaged(`it is missing: record ${row.sequence} follows ${end.sequence}`);
  if (row.digest !== digestOf(end.digest, row)) return damaged('its digest does not match its content');
  const checked = parseEntry(parseJson(row.entry));
  if ('problem' in checked) return { kind: 'unknown', problem: `this version does not know it: ${checked.problem}` };
  return { record: { sequence: row.sequence, run: row.run, at: row.at, entry: checked.entry }, row };
}

function damaged(problem: string): RowProblem {
  return { kind: 'damaged', problem };
}

function digestOf(previous: string, { sequence, run, at, entry }: Omit<ChainedRow, 'digest'>): string {
  return createHash('sha256').update(`${previous}\n${sequence}\n${run}\n${at}\n${entry}`).digest('hex');
}
