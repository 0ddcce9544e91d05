/** One host out of service at a time: a host that is disabled already leaves no room for a second one. */
import { maintenanceMark } from '../facts/other-config-keys.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostsInView, hostSubject, observed, pass, surveyOfHost } from './observe.js';

export const hostEnabled: Assessment = {
  id: 'host-enabled',
  title: 'Every host is enabled',
  phases: ['before-run', 'before-host', 'after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure'],
  remedy:
    'Find out why the host is in maintenance, finish that work and enable it, or let Drydock enable it for the run.',
  source: 'xencenter-rpu.md 2.1, row 2b',
  assess: (input) => hostsInView(input).map((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, input: AssessmentInput): Observed {
  const survey = input.evidence?.survey;
  const marked = survey?.known === true && surveyOfHost(survey.value, host)?.inMaintenance === true;
  if (host.enabled && !marked) return pass(hostSubject(host), 'It takes guests.');
  const fix = { effect: 'end-maintenance', key: host.uuid, detail: { name: host.name } } as const;
  return observed('failure', hostSubject(host), {
    reason: host.enabled
      ? 'This host takes guests, and is marked as being in maintenance (by XenCenter).'
      : 'This host is disabled (in maintenance), or has not enabled itself since its last boot.',
    remedy: `Finish the maintenance, then run "xe host-enable uuid=${host.uuid}"${marked ? `, and "xe host-param-remove uuid=${host.uuid} param-name=other-config param-key=${maintenanceMark}"` : ''}.`,
    // Before a run a person may have it enabled; later, a host that is out of service is for a person to look at.
    ...(input.phase === 'before-run' ? { fix } : {}),
    acceptable: false,
  });
}
