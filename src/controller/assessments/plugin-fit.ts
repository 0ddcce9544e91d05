/**
 * Whether the upgrade plugin on a host can do what this medium needs. The plugin is asked, not its version guessed: a hotfix
 * replaces it on old releases, and the hotfix's uuid differs from release to release (xencenter-rpu.md 4.6).
 */
import { hotfixName } from '../../releases/paths/plugin-hotfixes.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostIsFrom, hostsToUpgrade, hostSubject, isXcpNg, observed, pass, targetIsFrom } from './observe.js';

const remedy =
  'Install the newest plugin on the host (the vendor’s hotfix for rolling upgrades, or its updates), then check again.';

export const pluginFit: Assessment = {
  id: 'plugin-fit',
  title: 'The host’s upgrade plugin can handle the medium',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy,
  source: 'xencenter-rpu.md 2.1, row 3; 4.6; media-and-clients.md 2.1 (result matrix), 2.7',
  assess: (input) => hostsToUpgrade(input).map((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, input: AssessmentInput): Observed {
  const subject = hostSubject(host);
  const asked = input.evidence?.plugin.get(host.uuid);
  const reached = input.reachability.get(host.uuid);
  const code = reached?.asked === true && !reached.reachable ? reached.code : undefined;
  if (asked?.getVersion.kind === 'no-plugin' || code === 'XENAPI_MISSING_PLUGIN') {
    return observed('failure', subject, {
      reason: `${host.name} has no plugin for upgrades without a person at the console: it came with 6.0.`,
      remedy:
        'Upgrade this pool in Manual mode (drydock upgrade plan POOL --media ID --mode manual), to a release that has one.',
      acceptable: false,
    });
  }
  if (asked === undefined || asked.getVersion.kind === 'not-asked') {
    const why = asked?.getVersion.kind === 'not-asked' ? asked.getVersion.reason : 'it has not been asked';
    return observed('unknown', subject, {
      reason: `It is not known what the plugin of ${host.name} can do: ${why}.`,
      remedy: 'Check with the media server running, as a user with the role pool-admin.',
      acceptable: true,
    });
  }
  if (asked.getVersion.kind === 'lacks') return old(host, code, reached?.asked === true && reached.reachable, input);
  if (needsAgreement(host, input) && asked.getEUA.kind === 'lacks') {
    return observed('failure', subject, {
      reason: `The plugin of ${host.name} is older than 2.2.5; to upgrade from 8.2 the vendor demands the hotfix that replaces it (RPU005).`,
      remedy,
      acceptable: true,
    });
  }
  return pass(subject, 'Its plugin knows all functions that this upgrade needs.');
}

/** Older than 2.1.0. Up to 6.5 only the hotfix of 2016 reads a medium of 7.0 or later; without it testUrl finds nothing. */
function old(host: HostFacts, code: string | undefined, reachable: boolean, input: AssessmentInput): Observed {
  const needsHotfix = !hostIsFrom(host, '7.0') && targetIsFrom(input, '7.0');
  if (needsHotfix && !reachable) {
    if (code === undefined) {
      return observed('unknown', hostSubject(host), {
        reason: `It is not known whether the plugin of ${host.name} reads media of 7.0 and later: it was not asked for the medium.`,
        remedy: 'Check with the media server running, as a user with the role pool-admin.',
        acceptable: true,
      });
    }
    return observed('failure', hostSubject(host), {
      reason: `The plugin of ${host.name} does not read media of 7.0 and later (${code}): the hotfix for rolling upgrades (${hotfixOf(host)}) is missing.`,
      remedy,
      acceptable: false,
    });
  }
  return observed('notice', hostSubject(host), {
    reason: `The plugin of ${host.name} is older than 2.1.0: it tells neither the version that it reads nor the memory that the control domain will take.`,
    remedy: 'Nothing has to be done; a newer plugin tells more.',
    acceptable: true,
  });
}

function hotfixOf(host: HostFacts): string {
  return hotfixName({ brand: 'XenServer', product: hostIsFrom(host, '6.5') ? '6.5.0' : '6.0.0' }) ?? '';
}

/** Hosts of 8.2, to a release after it; XCP-ng has no such hotfix (xencenter-rpu.md 4.6). */
function needsAgreement(host: HostFacts, input: AssessmentInput): boolean {
  const is82 = hostIsFrom(host, '8.2') && !hostIsFrom(host, 'after 8.2');
  return is82 && targetIsFrom(input, 'after 8.2') && !isXcpNg(host.versions.brand);
}
