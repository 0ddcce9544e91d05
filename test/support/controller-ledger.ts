// Short journals for tests of what is decided by them: a record a line, a second apart.
import type { JournalEntry, JournalRecord } from '../../src/journal/journal.js';
import type { EffectName } from '../../src/controller/effects/effect.js';
import { makePlan } from '../../src/controller/planning/make-plan.js';
import type { Plan } from '../../src/controller/planning/plan.js';
import { foldJournal, type Ledger } from '../../src/controller/run/ledger.js';
import { makePool, medium83, readAt } from './controller-facts.js';

export function planOfThree(changes: Partial<Plan> = {}): Plan {
  const plan = makePlan(makePool(), medium83, { run: 'run-1', madeAt: readAt, endpoints: [], fix: false });
  return { ...plan, ...changes };
}

export function ledgerOf(...entries: readonly JournalEntry[]): Ledger {
  return foldJournal('run-1', recordsOf(entries));
}

export function recordsOf(entries: readonly JournalEntry[]): readonly JournalRecord[] {
  return entries.map((entry, index) => ({ sequence: index + 1, run: 'run-1', at: readAt + index * 1000, entry }));
}

export const entry = {
  state: (state: string, reason = 'because', detail: Readonly<Record<string, unknown>> = {}): JournalEntry => ({
    ...{ type: 'state', state, reason, detail },
  }),
  command: (command: string, detail: Readonly<Record<string, unknown>> = {}): JournalEntry => ({
    ...{ type: 'command', command, by: 'ann', detail },
  }),
  note: (what: string, key: string, detail: Readonly<Record<string, unknown>> = {}): JournalEntry => ({
    ...{ type: 'noted', what, key, detail },
  }),
  /** An effect that was begun, done and confirmed. */
  done: (effect: EffectName, key: string, detail: Readonly<Record<string, unknown>> = {}): JournalEntry[] => [
    { type: 'intent', effect, key, attempt: 1, detail },
    { type: 'acted', effect, key, attempt: 1, handle: null },
    { type: 'outcome', effect, key, attempt: 1, result: 'confirmed', reason: 'seen', detail: {} },
  ],
};
