/** Whether the first boot of a host ever came to its end: installers refuse to upgrade one whose did not. */
import type { Assessment } from './assessment.js';
import { insideHosts, part } from './look-inside.js';
import { hostSubject, observed, pass } from './observe.js';

export const firstBoot: Assessment = {
  id: 'first-boot',
  title: 'The host has finished its first boot',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'See why a step of the first boot does not end; run it by hand.',
  source: 'media-and-clients.md 3.2; needs SSH',
  assess: (input) =>
    insideHosts(input, (host, system) =>
      part(host, system.firstBootLeft, `whether ${host.name} finished its first boot`, (left) => [
        left.length === 0
          ? pass(hostSubject(host), 'It has.')
          : observed('failure', hostSubject(host), {
              reason: `${host.name} never finished its first boot (${left.slice(0, 5).join(', ')}); the installer refuses to upgrade it.`,
              remedy: `Look at the log of ${host.name} for these steps and run them again.`,
              acceptable: false,
            }),
      ]),
    ),
};
