/**
 * Sees that a host that was handed over has gone down: by what its coordinator says of it, by its boot time, or because its
 * installer asks for media. Looked at before anything else of the host's turn, also after a stop: it may be upgraded by now.
 */
import { isObservable } from '../../../../contract/grants.js';
import { hostByUuid, type PoolFacts } from '../../../facts/pool-facts.js';
import type { PlannedHost } from '../../../planning/plan.js';
import type { Decision, TurnInput } from '../../decision.js';
import { grantOf } from '../../host-grant.js';
import { handOverOf, isAwayByHand, type HandOver } from '../../manual-history.js';

export function noticeLeaving(input: TurnInput, host: PlannedHost, pool: PoolFacts | undefined): Decision | undefined {
  if (input.plan.mode !== 'manual') return undefined;
  const given = handOverOf(input.ledger, host.uuid);
  if (given === undefined || isAwayByHand(input.ledger, host.uuid)) return undefined;
  const how = whyGone(input, host, given, pool);
  return how === undefined ? undefined : { kind: 'note', what: 'left-by-hand', key: host.uuid, detail: { how } };
}

function whyGone(
  input: TurnInput,
  host: PlannedHost,
  given: HandOver,
  pool: PoolFacts | undefined,
): string | undefined {
  const grant = grantOf(input, host.uuid);
  if (grant !== undefined && isObservable(grant) && grant.progress.firstRequestSinceArmedAt !== null)
    return 'its installer asks for media';
  // Who reads the pool reads it through its coordinator.
  if (pool === undefined)
    return host.coordinator && input.grants !== undefined ? 'it does not answer any more' : undefined;
  const facts = hostByUuid(pool, host.uuid);
  if (facts === undefined) return undefined;
  if (facts.bootTime !== null && facts.bootTime !== given.bootTime) return 'it has booted';
  return facts.live === false ? 'it went down' : undefined;
}
