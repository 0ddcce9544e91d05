/**
 * How assessments look at what was found in the hosts' control domains: without SSH the pool as a whole is unknown; where SSH did
 * not tell a part of a host, that part of that host is.
 */
import { releases } from '../../releases/find-release.js';
import type { Learnt } from './evidence.js';
import type { HostFacts } from '../facts/pool-facts.js';
import { unseenSystem, type SystemFacts } from '../facts/system/system-facts.js';
import type { AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostsToUpgrade, hostSubject, observed, poolSubject } from './observe.js';

/** Why nothing is known of a pool whose hosts nobody may look into. */
export const withoutSsh = 'SSH is not set up for this pool';

export function insideHosts(
  input: AssessmentInput,
  look: (host: HostFacts, system: SystemFacts) => readonly Observed[],
): readonly Observed[] {
  const systems = input.evidence?.systems ?? { known: false, reason: withoutSsh };
  if (!systems.known) {
    return [
      observed('unknown', poolSubject(input.pool), {
        reason: `It is not known: ${systems.reason}.`,
        remedy: 'Set it up with "drydock pool ssh", or look by hand (docs/ssh.md says at what).',
        acceptable: true,
      }),
    ];
  }
  return hostsToUpgrade(input).flatMap((host) =>
    look(host, systems.value.get(host.uuid) ?? unseenSystem(0, 'it has not been looked into')),
  );
}

/** Looks at one part; a part that the host did not tell is unknown. @param what after "It is not known ": "how its disk is attached" */
export function part<T>(
  host: HostFacts,
  learnt: Learnt<T>,
  what: string,
  look: (value: T) => readonly Observed[],
): readonly Observed[] {
  if (learnt.known) return look(learnt.value);
  return [
    observed('unknown', hostSubject(host), {
      reason: `It is not known ${what}: ${learnt.reason}.`,
      remedy: `Mend the log-in to ${host.name}, or look there by hand (docs/ssh.md says at what).`,
      acceptable: true,
    }),
  ];
}

/** What the facts of one host say, if they were read; for assessments that have another source as well. */
export function systemOf(input: AssessmentInput, host: HostFacts): SystemFacts | undefined {
  const systems = input.evidence?.systems;
  return systems?.known === true ? systems.value.get(host.uuid) : undefined;
}

/** Whether the installer of the medium runs on UEFI and GPT alone: XenServer 9 (host-installer, product.py). */
export function wantsUefi({ medium }: AssessmentInput): boolean {
  const release = Object.values(releases).find(({ id }) => id === medium.release?.id);
  return release?.installer.generation === 'xs9';
}

/** "18.0 GB" for people. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
