/** The recheck of a host just before it is taken out of service: asked anew, judged by the assessments, waited for within bounds. */
import { assess } from '../../assessments/assess.js';
import { nobodyElse } from '../../assessments/nobody-else.js';
import { minutes, seconds } from '../../effects/effect.js';
import type { HostFacts, PoolFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { note, wasConfirmed } from '../ledger.js';
import { asksProbes, probeAnswers } from '../probe-answers.js';
import { refusalPatience, stop } from '../turn-context.js';
import { reasonsOf } from './gate.js';
import { ownTasks, patienceForOthers } from './others-in-the-way.js';

/** An answer about evacuations, and a recheck, are trusted this long. */
const answerAge = 1 * minutes;
const answerBeforeStop = 10 * seconds;
const recheckAge = 10 * minutes;
/** Longer than that of evacuations: two answers that age alike and come slowly would take turns for ever. */
const pifsAge = 5 * minutes;

/** undefined: it may go out of service. */
export function recheckHost(
  input: TurnInput,
  host: PlannedHost,
  pool: PoolFacts,
  facts: HostFacts,
): Decision | undefined {
  const done = note(input.ledger, 'rechecked', host.uuid);
  const begun = wasConfirmed(input.ledger, 'disable-host', host.uuid) && !facts.enabled;
  if (begun || (done !== undefined && input.now - done.at < recheckAge && done.sequence > input.ledger.stateSequence))
    return undefined;
  const answer = input.evacuation.get(host.uuid);
  if (answer === undefined || input.now - answer.at > answerAge) return { kind: 'ask-evacuation', host: host.uuid };
  const asksPifs = input.plan.baseline.pifs !== undefined;
  if (asksPifs && (input.pifs === undefined || input.now - input.pifs.at > pifsAge)) return { kind: 'ask-pifs' };
  const probes = asksProbes(input, 'before-host', host.uuid, 0);
  if (probes !== undefined) return probes;
  const findings = assess({
    phase: 'before-host',
    pool,
    medium: input.plan.medium,
    host: host.uuid,
    plan: input.plan,
    hosts: [host.uuid],
    baseline: input.plan.baseline,
    evacuation: new Map([[host.uuid, answer.answer]]),
    reachability: new Map(),
    ...(input.pifs === undefined ? {} : { pifs: input.pifs.answer }),
    ...probeAnswers(input, 'before-host', host.uuid),
    run: input.plan.run,
    ownTasks: ownTasks(input.ledger),
  });
  const { text: reasons, checks } = reasonsOf(findings);
  if (checks.length === 0) {
    const { bootTime, agentStartTime, serverTime } = facts;
    const detail = { findings: findings.length, bootTime, agentStartTime, serverTime };
    return { kind: 'note', what: 'rechecked', key: host.uuid, detail };
  }
  const byOthers = checks.every((id) => id === nobodyElse.id);
  const deadline = input.ledger.lastRecordAt + (byOthers ? patienceForOthers(input.plan) : refusalPatience);
  const failure = byOthers ? 'others-at-work' : 'blocked';
  // Nobody is stopped for what the pool said while somebody else was still at work.
  if (input.now >= deadline && input.now - answer.at > answerBeforeStop)
    return { kind: 'ask-evacuation', host: host.uuid };
  if (input.now >= deadline)
    return stop(`the recheck before ${host.name} blocks: ${reasons}`, host.uuid, failure, checks);
  return waitForMachine(`rechecking ${host.name}: ${reasons}`, deadline, host.uuid);
}
