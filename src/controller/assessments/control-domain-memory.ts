/** The new release may take more memory for its control domain: guests that fitted before may then not fit any more. */
import type { HostFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { PluginAnswer } from './evidence.js';
import type { Observed } from './finding.js';
import {
  fromSurvey,
  hostIsFrom,
  hostsToUpgrade,
  hostSubject,
  observed,
  pass,
  surveyOfHost,
  targetIsFrom,
} from './observe.js';

const mebibyte = 1024 ** 2;

export const controlDomainMemory: Assessment = {
  id: 'control-domain-memory',
  title: 'The control domain does not grow',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'unknown'],
  remedy: 'Leave room for it on each host, or lower the memory of guests.',
  source: 'xencenter-rpu.md 2.1, row 17',
  assess: (input) =>
    fromSurvey(input, (survey) =>
      hostsToUpgrade(input).map((host) => {
        const answer = input.evidence?.plugin.get(host.uuid)?.getDom0DefaultMemory;
        return assessHost(host, surveyOfHost(survey, host)?.controlDomainMemory ?? null, answer, input);
      }),
    ),
};

function assessHost(
  host: HostFacts,
  now: number | null,
  answer: PluginAnswer | undefined,
  input: AssessmentInput,
): Observed {
  const wanted = answer?.kind === 'answered' && /^\d+$/.test(answer.text.trim()) ? Number(answer.text) : null;
  if (wanted === null || now === null) return untold(host, input);
  if (wanted <= now) return pass(hostSubject(host), `It has ${mebibytes(now)}, and will have no more.`);
  const grows = wanted - now;
  const short = host.memoryFree < grows ? `; ${host.name} has ${mebibytes(host.memoryFree)} free now` : '';
  return observed('warning', hostSubject(host), {
    reason: `The control domain of ${host.name} takes ${mebibytes(wanted)} in ${input.medium.name} and has ${mebibytes(now)}: ${mebibytes(grows)} less for guests${short}.`,
    remedy: 'Look at the forecast of the plan; free memory if a step is tight.',
    acceptable: true,
  });
}

/** As XenCenter: plugins of 8.0 and later answer, so silence there means nothing; from an older host 8.0 may take more. */
function untold(host: HostFacts, input: AssessmentInput): Observed {
  const grew = targetIsFrom(input, '8.0') && !hostIsFrom(host, '8.0');
  return observed(grew ? 'warning' : 'notice', hostSubject(host), {
    reason: `The plugin of ${host.name} does not tell how much memory its new control domain takes${grew ? '; from 8.0 on it is more than before' : ''}.`,
    remedy: 'Leave a few GiB free on each host.',
    acceptable: true,
  });
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / mebibyte)} MiB`;
}
