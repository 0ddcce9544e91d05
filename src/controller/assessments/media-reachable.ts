/** Whether each host itself can read the medium: reachability differs from host to host, and only its plugin can tell. */
import { z } from 'zod';
import type { HostFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostsToUpgrade, hostSubject, observed, pass } from './observe.js';

/** What the plugin's codes mean (xencenter-rpu.md 4.4). */
export const pluginMeanings: Readonly<Record<string, string>> = {
  MISSING_URL: 'it was given no address',
  INVALID_URL: 'it does not find the files of an installation there, or cannot connect',
  INVALID_VER: 'it finds the medium older than the host',
  NOT_FOUND: 'it finds nothing there',
  FORBIDDEN: 'the server refuses it',
  UNAUTH_URL: 'the server does not take its credentials',
  'PROXY AUTH FAILURE': 'a proxy on the way asks for credentials',
  PROXY_AUTH_FAILURE: 'a proxy on the way asks for credentials',
  XENAPI_MISSING_PLUGIN: 'it has no upgrade plugin',
  TIMEOUT: 'the server did not answer it in time',
  REPO_IOERROR: 'it cannot read the files there',
  ERROR_PREPARING_HOST: 'it cannot prepare itself',
};

export const mediaReachable: Assessment = {
  id: 'media-reachable',
  title: 'The host can read the medium',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Check the way from the host’s management network to the media server: address, port, firewall, proxy.',
  source: 'xencenter-rpu.md 2.1, row 4; peers.md 3.2 (prove it from the host)',
  assess: (input) => hostsToUpgrade(input).map((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, input: AssessmentInput): Observed {
  const { medium, reachability } = input;
  const answer = reachability.get(host.uuid) ?? { asked: false as const, reason: 'it has not been asked' };
  if (!answer.asked) {
    return observed('unknown', hostSubject(host), {
      reason: `It is not known whether ${host.name} can read the medium: ${answer.reason}.`,
      remedy:
        'Check with the media server running, as a user with the role pool-admin. The host is asked again in any case before it is staged.',
      acceptable: true,
    });
  }
  const read = versionRead(host, input);
  if (answer.reachable && read !== undefined && read !== medium.target.platform) {
    return observed('failure', hostSubject(host), {
      reason: `${host.name} reads a medium of platform ${read} at the address it was given, and ${medium.id} has ${medium.target.platform}.`,
      remedy: `Look for a proxy, or another server, between ${host.name} (${host.address}) and the media server.`,
      acceptable: false,
    });
  }
  if (answer.reachable) return pass(hostSubject(host), `It has read the boot files of ${medium.id}.`);
  return observed('failure', hostSubject(host), {
    reason: `${host.name} cannot use the medium: ${pluginMeanings[answer.code] ?? 'it gives an error'} (${[answer.code, answer.text].filter((part) => part !== '').join(': ')}).`,
    remedy: `Check the way from ${host.name} (${host.address}) to the media server: address, port, firewall, proxy; on the host: "curl -I" of the medium’s address.`,
    acceptable: false,
  });
}

/** The platform version that the host's own plugin finds there; older plugins do not tell. */
function versionRead(host: HostFacts, { evidence }: AssessmentInput): string | undefined {
  const answer = evidence?.plugin.get(host.uuid)?.getVersion;
  if (answer?.kind !== 'answered') return undefined;
  try {
    return z.object({ 'platform-version': z.string() }).parse(JSON.parse(answer.text))['platform-version'];
  } catch {
    return undefined;
  }
}
