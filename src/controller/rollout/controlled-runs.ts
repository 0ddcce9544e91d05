/** All that a rollout asks of the controller's runs. */
import type { CheckReport } from '../../contract/checks.js';
import type { PlanRequest, RunCommand } from '../../contract/control.js';
import type { Plan } from '../planning/plan.js';
import type { PlannedRun } from '../plan-run.js';
import type { FoldedRuns } from '../run/folded-runs.js';
import type { Ledger } from '../run/ledger.js';
import { runFacts, type RunFacts } from './run-facts.js';

export interface ControlledRuns {
  /** Looks at the pool and plans; writes nothing down. */
  prepare(request: PlanRequest, run: string): Promise<PlannedRun>;
  /** Writes the plan down: from now on there is such a run. @throws RUN_IN_PROGRESS */
  record(planned: RecordedPlan): Promise<void>;
  command(run: string, command: RunCommand): Promise<unknown>;
  /** Of the runs that have not ended, and of those named. */
  facts(named: Iterable<string>): ReadonlyMap<string, RunFacts>;
  /** What the run does or waits for at this moment, which is newer than what its journal tells. */
  reason(run: string): string;
  /** The run may have a place now: look at once. */
  wake(run: string): void;
}

/** What the journal keeps of a plan; the findings are for its report. */
export interface RecordedPlan {
  /** The name under which the pool was added. */
  readonly pool: string;
  readonly plan: Plan;
  readonly by: string;
  readonly findings: CheckReport['results'];
}

type Given = Pick<ControlledRuns, 'prepare' | 'record' | 'command' | 'reason' | 'wake'> & {
  readonly runs: FoldedRuns;
  readonly plan: (run: string) => Plan;
};

export function controlledRuns({ runs, plan, ...rest }: Given): ControlledRuns {
  const known = new Map<string, { readonly ledger: Ledger; readonly facts: RunFacts }>();
  const factsOf = (run: string): RunFacts => {
    const ledger = runs.ledger(run);
    const kept = known.get(run);
    if (kept?.ledger === ledger) return kept.facts;
    const facts = runFacts(plan(run), ledger);
    known.set(run, { ledger, facts });
    return facts;
  };
  return {
    ...rest,
    facts: (named) => {
      const wanted = new Set(named);
      // One of nobody's rollout whose plan cannot be read is not gone on with, and takes nobody's place.
      const isOpen = (run: string): boolean => !['done', 'aborted'].includes(runs.ledger(run).state);
      const counts = (run: string): boolean => isOpen(run) && runs.readablePlan(run) !== undefined;
      const all = runs.ids().filter((run) => wanted.has(run) || counts(run));
      return new Map(all.map((run) => [run, factsOf(run)]));
    },
  };
}
