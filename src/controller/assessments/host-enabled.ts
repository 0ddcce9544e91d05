/** One host out of service at a time: a host that is disabled already leaves no room for a second one. */
import type { Assessment } from './assessment.js';
import { hostsInView, hostSubject, observed, pass } from './observe.js';

export const hostEnabled: Assessment = {
  id: 'host-enabled',
  title: 'Every host is enabled',
  phases: ['before-run', 'before-host', 'after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure'],
  remedy: 'Find out why the host is in maintenance, finish that work and enable it.',
  assess: (input) =>
    hostsInView(input).map((host) =>
      host.enabled
        ? pass(hostSubject(host), 'It takes guests.')
        : observed('failure', hostSubject(host), {
            reason: 'This host is disabled (in maintenance), or has not enabled itself since its last boot.',
            remedy: `Finish the maintenance, then run "xe host-enable uuid=${host.uuid}".`,
            acceptable: false,
          }),
    ),
};
