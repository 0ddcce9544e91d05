/** A host that waits for a reboot, or for one part of its update, is half changed: it may refuse guests, or to be enabled. */
import type { Assessment } from './assessment.js';
import { fromSurvey, hostSubject, observed, pass, surveyOfHost } from './observe.js';

export const pendingReboot: Assessment = {
  id: 'pending-reboot',
  title: 'No host waits for a reboot',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'unknown'],
  remedy: 'Finish the updates that were begun: restart what they ask for.',
  source: 'xencenter-rpu.md 2.3; xapi.md 2.6 (a host with pending mandatory guidance does not enable itself)',
  assess: (input) =>
    fromSurvey(input, (survey) =>
      input.pool.hosts.map((host) => {
        const pending = surveyOfHost(survey, host)?.pending ?? [];
        if (pending.length === 0) return pass(hostSubject(host), 'It does not.');
        return observed('warning', hostSubject(host), {
          reason: `${host.name} has updates that are not finished: ${pending.join(', ')}.`,
          remedy: `Restart what they ask for on ${host.name} before the run; hosts that wait for a reboot may take no guests.`,
          acceptable: true,
        });
      }),
    ),
};
