/** The host is a person's: waited for within bounds, reminded of, and watched for a reboot, of it or of the wrong machine. */
import type { PoolFacts } from '../../../facts/pool-facts.js';
import { waitingText } from '../../../manual/instructions.js';
import type { ManualPlan } from '../../../manual/manual-plan.js';
import type { PlannedHost } from '../../../planning/plan.js';
import type { Decision, TurnInput } from '../../decision.js';
import { grantId } from '../../host-grant.js';
import { handOverOf, type HandOver } from '../../manual-history.js';
import { bootTimeTolerance, type RebootBaseline } from '../../returned.js';
import { begin, stop } from '../../turn-context.js';
import { reminder, waitForPersonAt } from './reminders.js';

export function handOver(input: TurnInput, host: PlannedHost, now: RebootBaseline, pool: PoolFacts): Decision {
  const given = handOverOf(input.ledger, host.uuid);
  // After a stop the reading is taken anew: whatever was rebooted meanwhile has been seen to.
  if (given === undefined || given.sequence < input.ledger.stateSequence) return giveOver(host, now, pool);
  const wrong = wrongHost(host, given, pool);
  if (wrong !== undefined) {
    const text = `${wrong} went down or was rebooted, and it is the turn of ${host.name}: somebody is at the wrong machine`;
    return stop(text, host.uuid, 'wrong-host');
  }
  const { manual } = input.plan;
  if (manual === undefined) return stop('the plan does not say who reboots', host.uuid, 'unexpected');
  const said = input.ledger.commands.some(
    ({ command, detail, sequence }) =>
      command === 'approve' && detail['host'] === host.uuid && sequence > given.sequence,
  );
  if (manual.rebootBy === 'drydock' && said) return reboot(input, host, now);
  return waitForHim(input, host, given, manual);
}

function giveOver(host: PlannedHost, now: RebootBaseline, pool: PoolFacts): Decision {
  const others = Object.fromEntries(
    pool.hosts.flatMap(({ uuid, bootTime }) => (uuid === host.uuid || bootTime === null ? [] : [[uuid, bootTime]])),
  );
  return { kind: 'note', what: 'handed-over', key: host.uuid, detail: { ...now, others } };
}

/** Of the other hosts one that has booted since, or is down: nobody but a person has touched it. */
function wrongHost(host: PlannedHost, given: HandOver, pool: PoolFacts): string | undefined {
  return pool.hosts.find(({ uuid, live, bootTime }) => {
    if (uuid === host.uuid) return false;
    const before = given.others[uuid];
    const booted = bootTime !== null && before !== undefined && bootTime > before + bootTimeTolerance;
    return booted || live === false;
  })?.name;
}

function reboot(input: TurnInput, host: PlannedHost, now: RebootBaseline): Decision {
  const detail = {
    name: host.name,
    grant: grantId(input.ledger, host.uuid),
    isCoordinator: host.coordinator,
    // No boot entry was written: a second reboot starts from the same medium as the first.
    mainIsRepeatable: true,
    ...now,
  };
  return begin(input, { effect: 'reboot-host', key: host.uuid, detail }, host.uuid, 'never-left');
}

function waitForHim(input: TurnInput, host: PlannedHost, given: HandOver, manual: ManualPlan): Decision {
  const since = Math.max(given.at, input.ledger.stateSince);
  const deadline = since + manual.stopAfter;
  const text = waitingText(input.plan, host, manual);
  if (input.now >= deadline)
    return stop(`nobody has upgraded ${host.name} at its console: ${text}`, host.uuid, 'nobody-came');
  return reminder(input, { manual, host, since, text }) ?? waitForPersonAt(host, text, deadline);
}
