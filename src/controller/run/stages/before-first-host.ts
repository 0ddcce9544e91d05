/** What happens once, before the first host: the pool is claimed, its database saved, HA and WLB turned off. In this order. */
import type { Decision, TurnInput } from '../decision.js';
import { everConfirmed, lastAttempt } from '../ledger.js';
import { describeDrift } from '../../planning/drift/drift.js';
import { planDrift } from '../../planning/drift/plan-drift.js';
import { begin, poolOf, stop } from '../turn-context.js';
import { holdClaim } from './hold-claim.js';

export function beforeFirstHost(input: TurnInput): Decision | undefined {
  const { ledger, plan } = input;
  const key = plan.pool.uuid;
  const drifted = drift(input);
  if (drifted !== undefined) return drifted;
  const held = holdClaim(input);
  if (held !== undefined) return held;
  // Once the coordinator is newer than a member the pool gives a database without rows (xapi.md, fact 5).
  const dumpIsPossible = plan.hosts[0]?.coordinator === true;
  if (dumpIsPossible && !everConfirmed(ledger, 'dump-database', key)) {
    const attempt = (lastAttempt(ledger, 'dump-database', key)?.attempt ?? 0) + 1;
    const file = `${plan.run}.${attempt}.xml`;
    return begin(input, { effect: 'dump-database', key, detail: { file } }, null);
  }
  for (const change of plan.changes) {
    const about = 'key' in change ? { key: change.key, detail: change.detail } : { key, detail: {} };
    if (!everConfirmed(ledger, change.effect, about.key))
      return begin(input, { effect: change.effect, ...about }, null);
  }
  return undefined;
}

/** A frozen plan is only carried out on the pool it was made for; looked at until the pool is claimed, then nobody else changes it. */
function drift(input: TurnInput): Decision | undefined {
  const pool = poolOf(input);
  if (pool === undefined || everConfirmed(input.ledger, 'claim-pool', input.plan.pool.uuid)) return undefined;
  const { pifs } = input;
  if (input.plan.baseline.pifs !== undefined && pifs === undefined) return { kind: 'ask-pifs' };
  const changed = planDrift(input.plan, pool, pifs?.answer.known === true ? pifs.answer.value : undefined);
  if (changed.length === 0) return undefined;
  const text = changed.map(describeDrift).join('. ');
  return stop(
    `the pool is not what it was when the plan was made: ${text}. Abort this run and plan again`,
    null,
    'blocked',
  );
}
