/** What the administrator's own probes answered: a failed one stops, and so does one that could not be asked. */
import type { ProbeResult } from '../probes/probe.js';
import { probesOf } from '../probes/ask-probes.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed, Subject } from './finding.js';
import { hostInTurn, hostSubject, observed, pass, poolSubject } from './observe.js';

export const probes: Assessment = {
  id: 'probes',
  title: 'The probes of the configuration pass',
  phases: ['before-run', 'before-host', 'after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Mend what the probe looks at, or the probe itself (probes in the configuration).',
  source: 'peers.md 3 (user commands); the configuration',
  assess: (input) => {
    const asked = probesOf(input.plan?.probes ?? input.probes?.asked, input.phase);
    if (asked.length === 0) return [pass(poolSubject(input.pool), 'No probe is to be asked at this moment.')];
    const answers = new Map((input.probes?.results ?? []).map((result) => [result.id, result]));
    return asked.map(({ id }) =>
      judge(input, id, answers.get(id) ?? { id, outcome: 'unknown', text: 'it has not been asked' }),
    );
  },
};

function judge(input: AssessmentInput, id: string, { outcome, text }: ProbeResult): Observed {
  const subject = subjectOf(input);
  if (outcome === 'passed') return pass(subject, `${id}: ${text}.`);
  const failed = outcome === 'failed';
  return observed(failed ? 'failure' : 'unknown', subject, {
    reason: failed ? `The probe ${id} says no: ${text}.` : `The probe ${id} could not be asked: ${text}.`,
    remedy: `Look at what it looks at, and try it by hand; see probes in the configuration.`,
    acceptable: true,
  });
}

/** Around a host it is about that host. */
function subjectOf(input: AssessmentInput): Subject {
  const isAroundHost = input.phase === 'before-host' || input.phase === 'after-host';
  const host = isAroundHost ? hostInTurn(input) : undefined;
  return host === undefined ? poolSubject(input.pool) : hostSubject(host);
}
