/** Reads the journal of a controller that lives, beside it: what stands in it at this moment, without its lock. */
import Database from 'libsql';
import { z } from 'zod';
import { parseEntry } from '../../../src/journal/entry-schema.js';
import type { JournalRecord } from '../../../src/journal/journal.js';

const rowSchema = z.object({ sequence: z.number(), run: z.string(), at: z.number(), entry: z.string() });

export function readJournal(path: string, run: string): readonly JournalRecord[] {
  const database = new Database(path, { readonly: true });
  try {
    database.pragma('busy_timeout = 10000');
    const rows: unknown[] = database
      .prepare('SELECT sequence, run, at, entry FROM record WHERE run = ? ORDER BY sequence')
      .all(run);
    return rows.map((row) => {
      const { sequence, at, entry } = rowSchema.parse(row);
      const parsed = parseEntry(JSON.parse(entry));
      if ('problem' in parsed) throw new Error(`record ${sequence}: ${parsed.problem}`);
      return { sequence, run, at, entry: parsed.entry };
    });
  } finally {
    database.close();
  }
}
