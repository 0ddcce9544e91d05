/** Whether the medium's installer takes a host of this version: it would refuse only after the host has gone down. */
import type { HostFacts } from '../facts/pool-facts.js';
import { compareVersions } from '../../releases/versions.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostsToUpgrade, hostSubject, observed, pass } from './observe.js';

export const upgradePath: Assessment = {
  id: 'upgrade-path',
  title: 'The installer upgrades from this version',
  phases: ['before-run', 'before-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Upgrade to a release in between first.',
  source: 'xencenter-rpu.md 4.5',
  assess: (input) => hostsToUpgrade(input).map((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, { medium }: AssessmentInput): Observed {
  const byProduct = medium.release?.minimumProduct ?? null;
  if (byProduct !== null) return assessProduct(host, byProduct, medium.name);
  const minimum = medium.release?.minimumPlatform ?? null;
  if (minimum === null) {
    return observed('unknown', hostSubject(host), {
      reason:
        medium.release === null
          ? `The medium ${medium.id} (${medium.name}) is of no release that Drydock knows, so it is not known from where it upgrades.`
          : `It is not known from which versions ${medium.release.name} upgrades.`,
      remedy: 'Look in the release notes of the medium, and accept this if they allow the upgrade.',
      acceptable: true,
    });
  }
  if (compareVersions(host.versions.platform ?? undefined, minimum) >= 0) {
    return pass(hostSubject(host), `Platform ${host.versions.platform ?? '0.0.0'} is ${minimum} or newer.`);
  }
  return observed('failure', hostSubject(host), {
    reason: `${host.name} has platform ${host.versions.platform ?? '0.0.0'}; the installer of ${medium.name} upgrades from ${minimum}.`,
    remedy: 'Upgrade the pool to a release in between first.',
    acceptable: false,
  });
}

function assessProduct(host: HostFacts, minimum: string, medium: string): Observed {
  const { product } = host.versions;
  if (product !== null && compareVersions(product, minimum) >= 0)
    return pass(hostSubject(host), `Version ${product} is ${minimum} or newer.`);
  return observed(product === null ? 'unknown' : 'failure', hostSubject(host), {
    reason: `${host.name} has version ${product ?? 'unknown'}; the installer of ${medium} upgrades from ${minimum}.`,
    remedy: 'Upgrade the pool to a release in between first.',
    acceptable: product === null,
  });
}
