/** Whether somebody has staged an installer on a host before: it would start at the next reboot, whoever begins that. */
import type { HostFacts } from '../facts/pool-facts.js';
import type { StagedInstaller } from '../facts/system/system-facts.js';
import type { Assessment } from './assessment.js';
import type { Observed } from './finding.js';
import { insideHosts, part } from './look-inside.js';
import { hostSubject, observed, pass } from './observe.js';

export const stagedEntry: Assessment = {
  id: 'staged-entry',
  title: 'No installer is staged on the host',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy: 'Find out who staged it; take the boot entry out.',
  source: 'media-and-clients.md 3.1; xencenter-rpu.md 4.3; needs SSH',
  assess: (input) =>
    insideHosts(input, (host, system) =>
      part(host, system.staged, `whether an installer is staged on ${host.name}`, (staged) => [assess(host, staged)]),
    ),
};

function assess(host: HostFacts, staged: StagedInstaller | null): Observed {
  if (staged === null) return pass(hostSubject(host), 'Nothing is staged.');
  if (staged.boots === 'never') {
    return observed('notice', hostSubject(host), {
      reason: `${host.name} has remains of a staged installer (${staged.hasFiles ? '/boot/installer' : staged.file}); its next boot does not use them.`,
      remedy: 'The plugin removes them when the host is staged.',
      acceptable: true,
    });
  }
  const when = staged.boots === 'once' ? 'at its next boot' : 'at every boot until it is taken out';
  return observed('failure', hostSubject(host), {
    reason: `Somebody has staged an installer on ${host.name}: it starts ${when} (${staged.file}).`,
    remedy: `Find out who is at work on ${host.name}. If nobody is, take the entry "upgrade" out of ${staged.file}; or accept this, and the run stages over it.`,
    acceptable: true,
  });
}
