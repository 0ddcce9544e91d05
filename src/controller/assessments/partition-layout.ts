/**
 * Whether a host's disk can have the layout of 7.0 and later, or has it: the plugin looks. Newer releases refuse another one,
 * and the installer says so only when the host is down.
 */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { systemOf } from './look-inside.js';
import { hostIsFrom, hostsToUpgrade, hostSubject, observed, pass, targetIsFrom } from './observe.js';

/** What the plugin's words mean (xencenter-rpu.md 4.3, 4.5). */
const meanings: Readonly<Record<string, string>> = {
  false: 'its local storage holds disks, or the disk is too small',
  not_enough_space: 'its system disk is too small: 46 GB are needed, 38 GiB of them in the local storage',
  vdi_present: 'there are disks on its local storage, which a new layout would wipe',
  utility_part_present: 'its disk has a vendor’s utility partition',
  legacy_partition_table: 'its disk has a partition table of the old kind (MBR)',
};

export const partitionLayout: Assessment = {
  id: 'partition-layout',
  title: 'The host’s disk has the layout of the new release, or can be given it',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Move the disks off the local storage; install a host with a small or foreign disk anew.',
  source: 'xencenter-rpu.md 2.1, row 6; 4.5; media-and-clients.md 3.2',
  assess: (input) => hostsToUpgrade(input).map((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, input: AssessmentInput): Observed {
  if (hostIsFrom(host, 'after 8.2')) return pass(hostSubject(host), 'Releases after 8.2 run on the new layout only.');
  if (!targetIsFrom(input, '7.0')) return pass(hostSubject(host), `${input.medium.name} keeps the old layout.`);
  const matters = targetIsFrom(input, droppedFrom['old-layout']);
  const answer = input.evidence?.plugin.get(host.uuid)?.testSafe2Upgrade;
  if (answer?.kind === 'answered') return judge(host, answer.text.trim().toLowerCase(), input, matters);
  const space = systemOf(input, host)?.space;
  if (space?.known === true && space.value.some(({ mountedOn }) => mountedOn === '/var/log'))
    return pass(hostSubject(host), 'A file system of its own on /var/log: it has the new layout.');
  const why =
    answer?.kind === 'lacks' || answer?.kind === 'no-plugin'
      ? 'its plugin is too old to look'
      : answer?.kind === 'failed'
        ? `its plugin failed (${answer.code})`
        : (answer?.reason ?? 'it has not been asked');
  return observed(matters ? 'unknown' : 'notice', hostSubject(host), {
    reason: `It is not known which layout the disk of ${host.name} has: ${why}.`,
    remedy: matters
      ? `Look on ${host.name}: a separate file system on /var/log is the new layout. ${input.medium.name} refuses the old one.`
      : 'An old layout is kept as it is by this medium; later releases will want the new one.',
    acceptable: true,
  });
}

function judge(host: HostFacts, word: string, input: AssessmentInput, matters: boolean): Observed {
  if (word === 'true') return pass(hostSubject(host), 'Its plugin says that it can be upgraded safely.');
  return observed(matters ? 'failure' : 'warning', hostSubject(host), {
    reason: `The disk of ${host.name} cannot have the new layout: ${meanings[word] ?? word}.`,
    remedy: matters
      ? `${input.medium.name} refuses the old layout. Move the disks off its local storage, or install ${host.name} anew.`
      : 'The old layout is kept for now; later releases will refuse it.',
    acceptable: !matters,
  });
}
