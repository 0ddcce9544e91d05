/** Whether the medium's installer takes a host of this version: it would refuse only after the host has gone down. */
import type { HostFacts } from '../facts/pool-facts.js';
import { installerTakes, type UpgradesFrom } from '../../releases/paths/installer-takes.js';
import type { ReleaseRule } from '../planning/medium.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostsToUpgrade, hostSubject, observed, pass } from './observe.js';

export const upgradePath: Assessment = {
  id: 'upgrade-path',
  title: 'The installer upgrades from this version',
  phases: ['before-run', 'before-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Upgrade to a release in between first; drydock upgrade path shows the way.',
  source: 'xencenter-rpu.md 4.5',
  assess: (input) => hostsToUpgrade(input).map((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, { medium }: AssessmentInput): Observed {
  const from = upgradesFrom(medium.release);
  if (from === null) {
    return observed('unknown', hostSubject(host), {
      reason:
        medium.release === null
          ? `The medium ${medium.id} (${medium.name}) is of no release that Drydock knows, so it is not known from where it upgrades.`
          : `It is not known from which versions ${medium.release.name} upgrades.`,
      remedy: 'Look in the release notes of the medium, and accept this if they allow the upgrade.',
      acceptable: true,
    });
  }
  const word = from.compares === 'product' ? 'version' : 'platform';
  const taken = installerTakes(from, host.versions);
  if (taken.verdict === 'yes')
    return pass(hostSubject(host), `${capital(word)} ${taken.found} is ${from.version} or newer.`);
  const unknown = taken.verdict === 'unknown';
  const found = unknown ? 'does not tell its version' : `has ${word} ${taken.found ?? '0.0.0'}`;
  return observed(unknown ? 'unknown' : 'failure', hostSubject(host), {
    reason: `${host.name} ${found}; the installer of ${medium.name} upgrades from ${word} ${from.version}.`,
    remedy: 'Upgrade the pool to a release in between first; "drydock upgrade path" shows the way.',
    acceptable: unknown,
  });
}

/** Installers up to 6.5 compare product versions. */
function upgradesFrom(release: ReleaseRule | null): UpgradesFrom | null {
  const product = release?.minimumProduct ?? null;
  if (product !== null) return { compares: 'product', version: product };
  const platform = release?.minimumPlatform ?? null;
  return platform === null ? null : { compares: 'platform', version: platform };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
