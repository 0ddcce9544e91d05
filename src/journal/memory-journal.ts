/** A journal in memory: for the deterministic simulation, where a crash is the loss of everything but this object. */
import type { Journal, JournalEntry, JournalRecord } from './journal.js';

export function createMemoryJournal(): Journal {
  const records: JournalRecord[] = [];
  return {
    append: (run, at, entry) => {
      const record = { sequence: records.length + 1, run, at, entry: structuredClone<JournalEntry>(entry) };
      records.push(record);
      return record;
    },
    records: (run) => records.filter((record) => record.run === run),
    runs: () => [...new Set(records.map((record) => record.run))],
    close: () => undefined,
  };
}
