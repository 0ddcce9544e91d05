/**
 * The runs of a journal, folded once for each record that is added: a controller of a hundred pools asks for them with every
 * decision, and a journal that has not grown gives the ledger that it gave before.
 */
import type { Journal, JournalEntry, JournalRecord } from '../../journal/journal.js';
import type { Plan } from '../planning/plan.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { readPlan } from '../planning/read-plan.js';
import { foldJournal, type Ledger } from './ledger.js';

interface Folded {
  readonly length: number;
  readonly ledger: Ledger;
}

export class FoldedRuns {
  readonly #folded = new Map<string, Folded>();
  readonly #plans = new Map<string, Plan>();

  constructor(private readonly journal: Pick<Journal, 'records' | 'runs'>) {}

  /** The journal holds other things as well: a run begins with its plan. */
  ids(): readonly string[] {
    return this.journal.runs().filter((id) => this.isRun(id));
  }

  isRun(id: string): boolean {
    return this.journal.records(id)[0]?.entry.type === 'planned';
  }

  ledger(run: string): Ledger {
    const records: readonly JournalRecord[] = this.journal.records(run);
    const kept = this.#folded.get(run);
    if (kept?.length === records.length) return kept.ledger;
    const ledger = foldJournal(run, records);
    this.#folded.set(run, { length: records.length, ledger });
    return ledger;
  }

  /** Frozen, so it is checked against its hash once, not each time somebody looks at the run. */
  plan(run: string): Plan {
    const plan = this.#plans.get(run) ?? readPlan(this.#planned(run)?.plan);
    this.#plans.set(run, plan);
    return plan;
  }

  /** undefined where it cannot be read: whoever looks at all runs is not kept from the others. */
  readablePlan(run: string): Plan | undefined {
    try {
      return this.plan(run);
    } catch (error) {
      if (error instanceof DrydockError) return undefined;
      throw error;
    }
  }

  /** The name under which the pool was added, which need not be the pool's own. */
  poolName(run: string): string {
    return this.#planned(run)?.pool ?? '';
  }

  #planned(run: string): Extract<JournalEntry, { type: 'planned' }> | undefined {
    const entry = this.journal.records(run)[0]?.entry;
    return entry?.type === 'planned' ? entry : undefined;
  }
}
