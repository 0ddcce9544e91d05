/** A journal in memory: for the deterministic simulation, where a crash is the loss of everything but this object. */
import { requireLast, type Journal, type JournalEntry, type JournalRecord } from './journal.js';

export interface MemoryJournal extends Journal {
  /** For what stands in the place of a person or a crash, in the middle of a turn. */
  appendNow(run: string, at: number, entry: JournalEntry): JournalRecord;
}

export function createMemoryJournal(): MemoryJournal {
  const byRun = new Map<string, JournalRecord[]>();
  let sequence = 0;
  const appendNow = (run: string, at: number, entry: JournalEntry): JournalRecord => {
    const record = { sequence: ++sequence, run, at, entry: structuredClone<JournalEntry>(entry) };
    const records = byRun.get(run);
    if (records === undefined) byRun.set(run, [record]);
    else records.push(record);
    return record;
  };
  return {
    appendNow,
    append: (run, at, entry, condition) =>
      new Promise((resolve) => {
        requireLast(sequence, condition);
        resolve(appendNow(run, at, entry));
      }),
    get last() {
      return sequence;
    },
    refresh: () => Promise.resolve(),
    records: (run) => byRun.get(run) ?? [],
    runs: () => [...byRun.keys()],
    close: () => Promise.resolve(),
  };
}
