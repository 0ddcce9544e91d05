/** What happens once, before the first host: the pool is claimed, its database saved, HA and WLB turned off. In this order. */
import type { Decision, TurnInput } from '../decision.js';
import { everConfirmed, lastAttempt } from '../ledger.js';
import { begin } from '../turn-context.js';

export function beforeFirstHost(input: TurnInput): Decision | undefined {
  const { ledger, plan } = input;
  const key = plan.pool.uuid;
  if (!everConfirmed(ledger, 'claim-pool', key)) {
    return begin(input, { effect: 'claim-pool', key, detail: { run: plan.run } }, null);
  }
  // Once the coordinator is newer than a member the pool gives a database without rows (xapi.md, fact 5).
  const dumpIsPossible = plan.hosts[0]?.coordinator === true;
  if (dumpIsPossible && !everConfirmed(ledger, 'dump-database', key)) {
    const attempt = (lastAttempt(ledger, 'dump-database', key)?.attempt ?? 0) + 1;
    const file = `${plan.run}.${attempt}.xml`;
    return begin(input, { effect: 'dump-database', key, detail: { file } }, null);
  }
  for (const change of plan.changes) {
    if (!everConfirmed(ledger, change.effect, key))
      return begin(input, { effect: change.effect, key, detail: {} }, null);
  }
  return undefined;
}
