/**
 * The guests of a host that do not move: shut down or suspended by recorded consent, one after the other, once the host
 * takes no new ones and before the others are moved. The last in the start order goes first.
 */
import { minutes, type EffectRequest } from '../../effects/effect.js';
import { guestsOn, type PoolFacts, type VmFacts } from '../../facts/pool-facts.js';
import { describeConsent, onlyMoved, startOrderOf, type GuestPlan } from '../../planning/guests/guest-plan.js';
import { mayBeForced, ownWayOut, wayOut, type WayOut } from '../../planning/guests/way-out.js';
import { byNaturalName } from '../../planning/natural-order.js';
import type { PlannedHost } from '../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { lastAttempt } from '../ledger.js';
import { begin, refusalPatience, stop } from '../turn-context.js';

/** An answer about evacuations is trusted this long, and none from before the last guest went down. */
const answerAge = 1 * minutes;

/** undefined when none is left to be taken down. */
export function takeDownGuests(input: TurnInput, host: PlannedHost, pool: PoolFacts): Decision | undefined {
  const guests = input.plan.guests ?? onlyMoved;
  const present = guestsOn(pool, host.uuid).toSorted(lastFirst(guests));
  for (const vm of present) {
    const way = ownWayOut(guests, vm.uuid);
    if (way !== undefined) return takeDown(input, host, vm, way, guests);
  }
  if (guests.stopUnmovable === null || present.length === 0) return undefined;
  const other = waitForOthers(input, host, pool);
  if (other !== undefined) return other;
  const answer = input.evacuation.get(host.uuid);
  if (answer === undefined || answer.at < lastChange(input, host) || input.now - answer.at > answerAge) {
    return { kind: 'ask-evacuation', host: host.uuid };
  }
  if (!answer.answer.known) return undefined;
  for (const vm of present) {
    const blocker = answer.answer.blockers.find((candidate) => candidate.vm === vm.uuid);
    const way = blocker === undefined ? undefined : wayOut(guests, vm.uuid, blocker.code);
    if (way !== undefined) return takeDown(input, host, vm, way, guests);
  }
  return undefined;
}

/** While another host is out of service guests have fewer places than they will have: none of them is shut down for that. */
function waitForOthers(input: TurnInput, host: PlannedHost, pool: PoolFacts): Decision | undefined {
  const other = pool.hosts.find(({ uuid, enabled, live }) => uuid !== host.uuid && (!enabled || live !== true));
  if (other === undefined) return undefined;
  const reason = `${other.name} is out of service: which guests of ${host.name} cannot move is asked when it is back`;
  const deadline = input.ledger.lastRecordAt + refusalPatience;
  if (input.now >= deadline) return stop(reason, host.uuid, 'evacuation-failed');
  return waitForMachine(reason, deadline, host.uuid);
}

function lastFirst(guests: GuestPlan): (a: VmFacts, b: VmFacts) => number {
  return (a, b) => startOrderOf(guests, b.uuid) - startOrderOf(guests, a.uuid) || byNaturalName(b, a);
}

/** When the host was last told to take no guests, or a guest of it went down: what the pool said before is not true any more. */
function lastChange({ ledger }: TurnInput, host: PlannedHost): number {
  const changes = ledger.attempts.filter(
    ({ request }) =>
      (request.effect === 'disable-host' && request.key === host.uuid) || request.detail['host'] === host.uuid,
  );
  return Math.max(0, ...changes.map(({ outcome, intendedAt }) => outcome?.at ?? intendedAt));
}

function takeDown(input: TurnInput, host: PlannedHost, vm: VmFacts, way: WayOut, guests: GuestPlan): Decision {
  const request = (effect: EffectRequest['effect'], consent: string): EffectRequest => ({
    effect,
    key: vm.uuid,
    detail: { name: vm.name, host: host.uuid, hostName: host.name, consent },
  });
  const consent = describeConsent(way.consent);
  if (way.how === 'suspend') return begin(input, request('suspend-vm', consent), host.uuid, 'evacuation-failed');
  const last = lastAttempt(input.ledger, 'stop-vm', vm.uuid)?.outcome;
  const refused = last?.result === 'failed' && last.sequence > input.ledger.stateSequence ? last.reason : undefined;
  if (refused === undefined) return begin(input, request('stop-vm', consent), host.uuid, 'evacuation-failed');
  const force = mayBeForced(guests, vm.uuid);
  if (force !== undefined) {
    return begin(input, request('hard-stop-vm', describeConsent(force)), host.uuid, 'evacuation-failed');
  }
  return stop(
    `${vm.name} did not shut down in order: ${refused}. Nobody has consented to pulling its plug. Shut it down inside the guest, or "xe vm-shutdown uuid=${vm.uuid} force=true"`,
    host.uuid,
    'evacuation-failed',
  );
}
