/** A journal in memory: for the deterministic simulation, where a crash is the loss of everything but this object. */
import type { Journal, JournalEntry, JournalRecord } from './journal.js';

export function createMemoryJournal(): Journal {
  const byRun = new Map<string, JournalRecord[]>();
  let sequence = 0;
  return {
    append: (run, at, entry) => {
      const record = { sequence: ++sequence, run, at, entry: structuredClone<JournalEntry>(entry) };
      const records = byRun.get(run);
      if (records === undefined) byRun.set(run, [record]);
      else records.push(record);
      return record;
    },
    records: (run) => byRun.get(run) ?? [],
    runs: () => [...byRun.keys()],
    close: () => undefined,
  };
}
