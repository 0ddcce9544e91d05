/** What the assessments said when a run was planned, and what they say of the pool at the end; passes are left out. */
import { z } from 'zod';
import { checkResultSchema, type CheckResult } from '../../contract/checks.js';
import type { JournalRecord } from '../../journal/journal.js';
import { assess, toCheckReport } from '../assessments/assess.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import type { Plan } from '../planning/plan.js';
import { withoutSecrets } from './without-secrets.js';

/** Null in the journal of an older version. */
export function findingsBefore(records: readonly JournalRecord[]): CheckResult[] | null {
  const planned = records.find(({ entry }) => entry.type === 'planned')?.entry;
  const parsed = z.array(checkResultSchema).safeParse(planned?.type === 'planned' ? planned.findings : undefined);
  return parsed.success ? worthSaying(parsed.data) : null;
}

/** By what every reading of the pool tells; what would have to be asked for is left to the gates of the run. */
export function findingsAfter(plan: Plan, final: PoolFacts): CheckResult[] {
  const nobodyAsked = { evacuation: new Map(), reachability: new Map() };
  const findings = assess({
    phase: 'after-run',
    pool: final,
    medium: plan.medium,
    plan,
    run: plan.run,
    ...nobodyAsked,
  });
  return worthSaying(toCheckReport(plan.pool.name, plan.medium.id, findings).results);
}

function worthSaying(results: readonly CheckResult[]): CheckResult[] {
  return results
    .filter(({ severity }) => severity !== 'pass')
    .map((result) => ({ ...result, reason: withoutSecrets(result.reason) }));
}
