/** Whether the plugin can stage the installer on the host, and whether its logs can still be written. */
import type { HostFacts } from '../facts/pool-facts.js';
import { spaceOf } from '../facts/system/disk-space.js';
import type { FileSystemSpace } from '../facts/system/system-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { insideHosts, part } from './look-inside.js';
import { hostIsFrom, hostSubject, observed, orPass } from './observe.js';

const megabyte = 1024 * 1024;
/** Answer file, boot configuration, and what the host writes meanwhile. */
const reserve = 64 * megabyte;
/** Below that xapi and the plugin begin to fail for want of a log. */
const leastForLogs = 32 * megabyte;

export const freeSpace: Assessment = {
  id: 'free-space',
  title: 'The control domain has room for the installer and its logs',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy: 'Remove old logs, images and dumps from the control domain.',
  source: 'media-and-clients.md 3.1 (twice install.img in /boot); needs SSH',
  assess: (input) =>
    insideHosts(input, (host, system) =>
      part(host, system.space, `how much room the control domain of ${host.name} has`, (space) =>
        orPass([...forInstaller(host, space, input), ...forLogs(host, space)], hostSubject(host), 'There is room.'),
      ),
    ),
};

function forInstaller(host: HostFacts, space: readonly FileSystemSpace[], input: AssessmentInput): readonly Observed[] {
  const boot = spaceOf(space, '/boot');
  const bytes = input.evidence?.contents?.bootBytes ?? 0;
  // Plugins before 7.2 pack the image anew beside the one that they fetched.
  const wanted = (hostIsFrom(host, '7.2') ? bytes : 2 * bytes) + reserve;
  if (boot === undefined || boot.free >= wanted) return [];
  return [
    observed('failure', hostSubject(host), {
      reason: `The file system of /boot on ${host.name} has ${megabytes(boot.free)} left; the installer of ${input.medium.name} needs ${megabytes(wanted)} there.`,
      remedy: `Remove what is not needed from ${boot.mountedOn} of ${host.name}.`,
      acceptable: true,
    }),
  ];
}

function forLogs(host: HostFacts, space: readonly FileSystemSpace[]): readonly Observed[] {
  const logs = spaceOf(space, '/var/log');
  if (logs === undefined || logs.free >= leastForLogs) return [];
  return [
    observed('warning', hostSubject(host), {
      reason: `/var/log of ${host.name} is full (${megabytes(logs.free)} left).`,
      remedy: `Remove old logs of ${host.name}; with none to write, its services begin to fail.`,
      acceptable: true,
    }),
  ];
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / megabyte)} MB`;
}
