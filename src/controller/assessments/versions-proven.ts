/** The proof of an upgrade: the host reports the set of versions that the medium installs, and not merely other ones. */
import { describeVersions, differencesFromTarget } from '../versions/match-target.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostsToUpgrade, hostSubject, observed, pass } from './observe.js';

export const versionsProven: Assessment = {
  id: 'versions-proven',
  title: 'The host has the versions of the medium',
  phases: ['after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure'],
  remedy: 'Read the installer’s log on the host (/var/log/installer), then retry or finish the host by hand.',
  source: 'xencenter-rpu.md 3.2, step 9; 4.1',
  assess: (input) => hostsToUpgrade(input).map((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, { medium }: AssessmentInput): Observed {
  const differences = differencesFromTarget(medium.target, host.versions);
  if (differences.length > 0) {
    const told = differences.map(({ key, expected, found }) => `${key} ${found ?? 'unknown'} instead of ${expected}`);
    return observed('failure', hostSubject(host), {
      reason: `${host.name} does not have the versions of ${medium.id}: ${told.join('; ')}.`,
      remedy: 'Read the installer’s log on the host (/var/log/installer), then retry or finish the host by hand.',
      acceptable: false,
    });
  }
  if (medium.target.xapi !== null || medium.target.xen !== null) {
    return pass(hostSubject(host), `It has ${describeVersions(host.versions)}.`);
  }
  return observed('notice', hostSubject(host), {
    reason: `${host.name} has product and platform of ${medium.id}; the medium does not tell its xapi and Xen, so they were not compared.`,
    remedy: `It reports ${describeVersions(host.versions)}.`,
    acceptable: true,
  });
}
