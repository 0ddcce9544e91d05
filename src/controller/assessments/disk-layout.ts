/** What the partition table of the system disk means for the installer: what it refuses, converts, and where the old system must fit. */
import type { HostFacts } from '../facts/pool-facts.js';
import { spaceOf } from '../facts/system/disk-space.js';
import type { PartitionTable, SystemFacts } from '../facts/system/system-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { gigabytes, insideHosts, part, wantsUefi } from './look-inside.js';
import { hostSubject, isXcpNg, observed, orPass, targetIsFrom } from './observe.js';

/** The installer numbers them so: the system, its copy, local storage, boot, logs, swap. */
const backupNumber = 2;

/** On the 4 GB of the old layout: fuller than this, upgrades to 7.x failed in the field (xenserver.org, pool upgrades to 7.x). */
const oldLayoutLimit = 0.72;
const oldSystemSize = 5 * 1024 ** 3;

export const diskLayout: Assessment = {
  id: 'disk-layout',
  title: 'The installer takes the partition table of the system disk',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Free space on the control domain; install a host anew whose table the installer refuses.',
  source: 'xencenter-rpu.md 4.5; media-and-clients.md 3.2; needs SSH',
  assess: (input) =>
    insideHosts(input, (host, system) =>
      part(host, system.partitions, `which partition table the system disk of ${host.name} has`, (table) =>
        assessTable(host, table, system, input),
      ),
    ),
};

function assessTable(
  host: HostFacts,
  table: PartitionTable,
  system: SystemFacts,
  input: AssessmentInput,
): readonly Observed[] {
  const found = [...tableKind(host, table, input), ...room(host, table, system)];
  return orPass(found, hostSubject(host), `Its table is ${table.kind === 'gpt' ? 'GPT' : 'MBR'}.`);
}

function tableKind(host: HostFacts, table: PartitionTable, input: AssessmentInput): readonly Observed[] {
  if (table.kind === 'gpt') return [];
  const { name } = input.medium;
  const refusesUtility = isXcpNg(name) && targetIsFrom(input, 'after 8.2') && table.hasUtilityPartition;
  if (wantsUefi(input) || refusesUtility) {
    const why = wantsUefi(input) ? '' : ' with a vendor’s utility partition';
    return [
      observed('failure', hostSubject(host), {
        reason: `The system disk of ${host.name} has an MBR partition table${why}; the installer of ${name} refuses it.`,
        remedy: `Install ${host.name} anew, or leave it out.`,
        acceptable: false,
      }),
    ];
  }
  const changes = targetIsFrom(input, 'after 8.2');
  return [
    observed('notice', hostSubject(host), {
      reason: `The system disk of ${host.name} has an MBR partition table${changes ? ', which the installer makes a GPT' : ''}.`,
      remedy: 'Nothing now; XenServer 9 and later refuse it.',
      acceptable: true,
    }),
  ];
}

/** The old system is copied aside before the disk is formatted: it must fit. */
function room(host: HostFacts, table: PartitionTable, system: SystemFacts): readonly Observed[] {
  const root = system.space.known ? spaceOf(system.space.value, '/') : undefined;
  if (root === undefined) return [];
  const backup = table.partitions.find(({ number }) => number === backupNumber);
  if (backup !== undefined && root.used > backup.bytes) {
    return [
      observed('failure', hostSubject(host), {
        reason: `The control domain of ${host.name} holds ${gigabytes(root.used)}; the partition for its copy has ${gigabytes(backup.bytes)}. The installer stops when the copy does not fit.`,
        remedy: `Move files off the control domain of ${host.name}: logs, images, dumps.`,
        acceptable: true,
      }),
    ];
  }
  if (root.bytes > oldSystemSize || root.used <= root.bytes * oldLayoutLimit) return [];
  return [
    observed('warning', hostSubject(host), {
      reason: `The control domain of ${host.name} is ${Math.round((root.used / root.bytes) * 100)} % full; on the small disk of the old layout upgrades failed above 72 %.`,
      remedy: `Move files off the control domain of ${host.name}: logs, images, dumps.`,
      acceptable: true,
    }),
  ];
}
