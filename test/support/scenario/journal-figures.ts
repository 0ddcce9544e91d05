// What a journal weighs: records and bytes, for a host and for a run, and the most that were written in one minute.
import { recordEvent } from '../../../src/controller/notify/record-events.js';
import { readPlan } from '../../../src/controller/planning/read-plan.js';
import type { Journal, JournalRecord } from '../../../src/journal/journal.js';

export interface JournalFigures {
  readonly runs: number;
  readonly hosts: number;
  readonly records: number;
  /** Of the entries as JSON, which is what is stored; sequence, time and digest come on top. */
  readonly bytes: number;
  /** Of the first record of each run: its plan. */
  readonly planBytes: number;
  /** The most records in one minute. */
  readonly busiestMinute: number;
  /** Notifications that the records give, to a channel that wants all. */
  readonly events: number;
}

const minute = 60_000;

export function journalFigures(journal: Pick<Journal, 'records' | 'runs'>): JournalFigures {
  const runs = journal.runs().filter((run) => journal.records(run)[0]?.entry.type === 'planned');
  const sizes = runs.map((run) => runFigures(journal.records(run)));
  const sum = (of: (figures: (typeof sizes)[number]) => number): number =>
    sizes.reduce((total, one) => total + of(one), 0);
  return {
    runs: runs.length,
    hosts: sum(({ hosts }) => hosts),
    records: sum(({ records }) => records),
    bytes: sum(({ bytes }) => bytes),
    planBytes: sum(({ planBytes }) => planBytes),
    busiestMinute: busiestMinute(runs.flatMap((run) => journal.records(run))),
    events: sum(({ events }) => events),
  };
}

function runFigures(records: readonly JournalRecord[]): Omit<JournalFigures, 'runs' | 'busiestMinute'> {
  const planned = records[0]?.entry;
  const plan = readPlan(planned?.type === 'planned' ? planned.plan : undefined);
  const told = records.filter(
    (_record, index) => recordEvent({ plan, knownAs: plan.pool.name }, records.slice(0, index + 1)) !== undefined,
  );
  return {
    hosts: plan.hosts.length,
    records: records.length,
    bytes: records.reduce((total, { entry }) => total + sizeOf(entry), 0),
    planBytes: sizeOf(planned),
    events: told.length,
  };
}

function sizeOf(entry: unknown): number {
  return Buffer.byteLength(JSON.stringify(entry ?? null));
}

function busiestMinute(records: readonly JournalRecord[]): number {
  const each = new Map<number, number>();
  for (const { at } of records) {
    const which = Math.floor(at / minute);
    each.set(which, (each.get(which) ?? 0) + 1);
  }
  return [...each.values()].reduce((most, count) => Math.max(most, count), 0);
}
