/** A database cannot go back to an older xapi and guests not to an older Xen, so no host may ever get older by the run. */
import type { HostFacts } from '../facts/pool-facts.js';
import { compareWithMedium } from '../versions/match-target.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostSubject, observed, pass } from './observe.js';

/** What xapi compares when it decides which way guests may move (xapi.md 2.2). */
const keys = ['platform', 'xapi', 'xen'] as const;

export const downgrade: Assessment = {
  id: 'downgrade',
  title: 'The medium is not older than any host',
  phases: ['before-run', 'before-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Use a newer medium: one built after the updates that the hosts have.',
  source: 'xapi.md 2.2, 2.4',
  assess: (input) => input.pool.hosts.map((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, { medium }: AssessmentInput): Observed {
  const older: string[] = [];
  const untold: string[] = [];
  for (const key of keys) {
    const target = medium.target[key];
    const present = host.versions[key];
    if (target === null) untold.push(key);
    else if (compareWithMedium(target, present) < 0)
      older.push(`${key} ${target} where the host has ${present ?? '0.0.0'}`);
  }
  if (older.length > 0) {
    return observed('failure', hostSubject(host), {
      reason: `The medium ${medium.id} is older than ${host.name}: ${older.join('; ')}.`,
      remedy: 'Use a newer medium. This cannot be accepted: the pool’s database has no way back.',
      acceptable: false,
    });
  }
  if (untold.length > 0) {
    return observed('unknown', hostSubject(host), {
      reason: `The medium ${medium.id} does not tell its version of ${untold.join(' and ')}.`,
      remedy: `Compare it by hand with ${host.name}, which has ${untold.map((key) => `${key} ${present(host, key)}`).join(' and ')}.`,
      acceptable: true,
    });
  }
  return pass(hostSubject(host), 'Platform, xapi and Xen of the medium are the same or newer.');
}

function present(host: HostFacts, key: string): string {
  const versions: Readonly<Record<string, string | null>> = { ...host.versions };
  return versions[key] ?? 'none';
}
