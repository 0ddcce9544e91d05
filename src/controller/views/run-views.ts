/** The views of runs, put together from what the controller holds: folded journal, last looks, and what checks are made with. */
import type { RunViews } from '../../contract/api/run-views.js';
import type { Journal } from '../../journal/journal.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { fixFinding } from '../check/fix-finding.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import type { PlanningTools } from '../planning-tools.js';
import type { FoldedRuns } from '../run/folded-runs.js';
import { installationsIn } from './installations.js';
import { runLog } from './run-log.js';
import { timelineView } from './timeline-view.js';

export interface ViewParts {
  readonly runs: FoldedRuns;
  readonly journal: Pick<Journal, 'records'>;
  readonly clock: Clock;
  readonly tools: () => PlanningTools;
  /** Reads what others have written into a shared journal since. */
  readonly freshen: () => Promise<void>;
  /** The pool of a run as it was read last; undefined where it was not since the controller started. */
  lastLook(run: string): PoolFacts | undefined;
}

export function runViews(parts: ViewParts): RunViews {
  const { runs, journal, clock, tools } = parts;
  const known = (id: string): string => {
    if (runs.isRun(id)) return id;
    throw new DrydockError('RUN_UNKNOWN', { attempted: 'looking up a run', subject: id });
  };
  const isOpen = (run: string): boolean => !['done', 'aborted'].includes(runs.ledger(run).state);
  return {
    timeline: async (id) => {
      await parts.freshen();
      const run = known(id);
      return timelineView(runs.plan(run), runs.ledger(run), parts.lastLook(run), clock.now());
    },
    log: async (id, after, limit) => {
      await parts.freshen();
      const run = known(id);
      return runLog(runs.plan(run), journal.records(run), after, limit);
    },
    installations: (medium) =>
      runs
        .ids()
        .flatMap((run) => {
          const plan = runs.readablePlan(run);
          return plan === undefined ? [] : installationsIn(plan, runs.ledger(run), medium);
        })
        .sort((one, other) => other.at - one.at),
    openRunOf: (pool) => {
      const open = runs.ids().filter((run) => runs.poolName(run) === pool && isOpen(run));
      return open.findLast((run) => runs.ledger(run).state !== 'planned') ?? open.at(-1) ?? null;
    },
    fix: (pool, request) => fixFinding(tools(), pool, request),
  };
}
