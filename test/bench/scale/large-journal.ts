/** One run's records many times over, each time as another run of another pool: the journal of a large campaign, chained as a real one. */
import { hashOf } from '../../../src/controller/planning/canonical-json.js';
import { readPlan } from '../../../src/controller/planning/read-plan.js';
import type { JournalEntry, JournalRecord } from '../../../src/journal/journal.js';
import { chainStart, rowAfter, type ChainedRow } from '../../../src/journal/record-chain.js';

/** Round by round, as runs that are worked on at the same time write. */
export function* manyRuns(records: readonly JournalRecord[], runs: number): Generator<ChainedRow> {
  let end = chainStart;
  const planned = records[0]?.entry;
  if (planned?.type !== 'planned') throw new Error('a run begins with its plan');
  for (const { at, entry } of records) {
    for (let index = 0; index < runs; index++) {
      const row = rowAfter(end, runName(index), at, entry === planned ? planOf(planned, index) : entry);
      end = row;
      yield row;
    }
  }
}

function runName(index: number): string {
  return `run-2026-01-05-${index.toString(16).padStart(6, '0')}`;
}

function planOf(planned: Extract<JournalEntry, { type: 'planned' }>, index: number): JournalEntry {
  const { hash, ...content } = readPlan(planned.plan);
  const pool = { ...content.pool, uuid: `${content.pool.uuid.slice(0, -6)}${index.toString(16).padStart(6, '0')}` };
  const other = { ...content, run: runName(index), pool };
  return { ...planned, pool: `pool-${index}`, plan: { ...other, hash: hash === '' ? hash : hashOf(other) } };
}
