/**
 * A journal as lines of JSON: what can be read of a damaged one, for people, for other programs, and to be restored as far
 * as it is whole. The first line says what it is; each other line is a record, and whether it is proven.
 */
import { z } from 'zod';
import { parseJson } from '../shared/json-text.js';
import type { JournalExamination } from './examine-journal.js';
import { journalFormat, type ChainedRow } from './record-chain.js';

const headerSchema = z.object({ drydockJournal: z.number().int(), records: z.number().int(), whole: z.number().int() });

const lineSchema = z.object({
  sequence: z.number().int(),
  run: z.string(),
  at: z.number(),
  entry: z.unknown(),
  digest: z.string(),
  whole: z.boolean(),
});

export function exportLines(examined: JournalExamination): readonly string[] {
  const { wholeRows, beyond, problem } = examined;
  const header = {
    drydockJournal: journalFormat,
    records: wholeRows.length + beyond.length,
    whole: wholeRows.length,
    ...(problem === undefined ? {} : { problem }),
  };
  return [
    JSON.stringify(header),
    ...wholeRows.map((row) => lineOf(row, true)),
    ...beyond.map((row) => lineOf(row, false)),
  ];
}

/** The rows of the lines that are said to be whole; undefined when the text is no export. Their chain is for the caller to check. */
export function rowsOfExport(text: string): readonly ChainedRow[] | undefined {
  const [first = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const header = headerSchema.safeParse(parseJson(first));
  if (!header.success || header.data.drydockJournal !== journalFormat) return undefined;
  return lines.flatMap((line) => {
    const parsed = lineSchema.safeParse(parseJson(line));
    if (!parsed.success || !parsed.data.whole) return [];
    const { sequence, run, at, entry, digest } = parsed.data;
    return [{ sequence, run, at, entry: JSON.stringify(entry), digest }];
  });
}

/** An entry that is no JSON any more is kept as the text it is. */
function lineOf({ sequence, run, at, entry, digest }: ChainedRow, whole: boolean): string {
  return JSON.stringify({ sequence, run, at, entry: parseJson(entry) ?? entry, digest, whole });
}
