/** The last look of a run: everything is compared with before, and what is not as it was is told. It keeps no run from its end. */
import { assess } from '../../assessments/assess.js';
import type { PoolFacts } from '../../facts/pool-facts.js';
import type { Decision, TurnInput } from '../decision.js';
import { note } from '../ledger.js';
import { asksProbes, probeAnswers } from '../probe-answers.js';
import { toldOf } from './gate.js';

/** undefined when it was taken. */
export function finalLook(input: TurnInput, pool: PoolFacts): Decision | undefined {
  const { plan, ledger, inventory, pifs } = input;
  if (note(ledger, 'final-look', plan.pool.uuid) !== undefined) return undefined;
  // What was read before the last record is from before the last change.
  const isFresh = (reading: { readonly at: number } | undefined): boolean => (reading?.at ?? -1) >= ledger.lastRecordAt;
  if (plan.baseline.pifs !== undefined && !isFresh(pifs)) return { kind: 'ask-pifs' };
  if (plan.baseline.inventory !== undefined && !isFresh(inventory)) return { kind: 'ask-inventory' };
  const probes = asksProbes(input, 'after-run', null, ledger.stateSince);
  if (probes !== undefined) return probes;
  const findings = assess({
    phase: 'after-run',
    pool,
    medium: plan.medium,
    plan,
    // Those that were left out, or not reached, need not have the versions of the medium.
    hosts: plan.hosts.map(({ uuid }) => uuid).filter((uuid) => note(ledger, 'host-done', uuid) !== undefined),
    baseline: plan.baseline,
    evacuation: new Map(),
    reachability: new Map(),
    ...(pifs === undefined ? {} : { pifs: pifs.answer }),
    ...(inventory === undefined ? {} : { inventory: inventory.answer }),
    ...probeAnswers(input, 'after-run', null),
    run: plan.run,
  });
  return {
    kind: 'note',
    what: 'final-look',
    key: plan.pool.uuid,
    detail: { findings: findings.length, told: toldOf(findings) },
  };
}
