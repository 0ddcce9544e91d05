/**
 * A host's turn up to its reboot: approved, rechecked, out of service, empty, staged under an address of its own, the
 * address closed, the medium verified, the address armed. Each stage is judged by the facts, so a host that somebody
 * put back into service or a VM that somebody started is taken care of again.
 */
import { nobodyElse } from '../../assessments/nobody-else.js';
import { clockSkew } from '../../assessments/clock-skew.js';
import { guestsOn, hostByUuid, type HostFacts, type PoolFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { waitForPerson, type Decision, type TurnInput } from '../decision.js';
import { grantOf } from '../host-grant.js';
import { begin, poolOf, stop, unlessClaimLost, waitForPool } from '../turn-context.js';
import { noticeLeaving } from './manual/notice-leaving.js';
import { stageByHand } from './manual/stage-by-hand.js';
import { othersInTheWay, textOf, waitForOthers, withoutOwnMoves } from './others-in-the-way.js';
import { recheckHost } from './recheck-host.js';
import { stageAndArm } from './stage-and-arm.js';
import { takeDownGuests } from './take-down-guests.js';
import { waitWhileDown } from './wait-while-down.js';

export function prepareHost(input: TurnInput, host: PlannedHost): Decision {
  const pool = poolOf(input);
  const left = noticeLeaving(input, host, pool);
  if (left !== undefined) return left;
  if (pool === undefined) return waitForPool(input, host.uuid);
  const facts = hostByUuid(pool, host.uuid);
  if (facts === undefined) return stop(`the pool does not know ${host.name} any more`, host.uuid, 'unexpected');
  return (
    waitWhileDown(input, host, facts) ??
    unlessClaimLost(input, host.uuid) ??
    approval(input, host) ??
    recheckHost(input, host, pool, facts) ??
    empty(input, host, pool, facts) ??
    (input.plan.mode === 'manual' ? stageByHand(input, host, facts, pool) : stageAndArm(input, host, facts))
  );
}

function approval(input: TurnInput, host: PlannedHost): Decision | undefined {
  if (!input.plan.pausePoints.includes('before-host')) return undefined;
  const approved = input.ledger.commands.some(
    (command) => command.command === 'approve' && command.detail['host'] === host.uuid,
  );
  return approved
    ? undefined
    : waitForPerson(`waiting for an approval of ${host.name}: drydock upgrade approve`, host.uuid);
}

function empty(input: TurnInput, host: PlannedHost, pool: PoolFacts, facts: HostFacts): Decision | undefined {
  const detail = { name: host.name };
  if (facts.enabled) {
    const mayBeSilent = input.plan.accepted.filter(({ check }) => check === clockSkew.id).map((one) => one.host);
    const asked = mayBeSilent.length === 0 ? detail : { ...detail, mayBeSilent };
    return begin(input, { effect: 'disable-host', key: host.uuid, detail: asked }, host.uuid, 'evacuation-failed');
  }
  const others = othersInTheWay(input, host, pool);
  const guests = guestsOn(pool, host.uuid);
  if (guests.length === 0) {
    // Once the address is armed nothing is waited for any more but the reading just before the reboot.
    return grantOf(input, host.uuid)?.state === 'armed' ? undefined : waitForOthers(input, host, others);
  }
  const down = takeDownGuests(input, host, pool);
  if (down !== undefined) return down.kind === 'begin' ? (waitForOthers(input, host, others) ?? down) : down;
  const moved = { ...detail, guests: guests.map(({ uuid }) => uuid) };
  const request = { effect: 'evacuate-host', key: host.uuid, detail: moved } as const;
  const evacuation = begin(input, request, host.uuid, 'evacuation-failed');
  // An evacuation that failed has told; one that has not begun waits for whoever holds the guests.
  if (evacuation.kind !== 'state') return waitForOthers(input, host, others) ?? evacuation;
  const foreign = withoutOwnMoves(others, pool);
  if (foreign.length === 0 || evacuation.detail['failure'] !== 'evacuation-failed') return evacuation;
  return stop(`${evacuation.reason}; ${textOf(foreign)}`, host.uuid, 'others-at-work', [nobodyElse.id]);
}
