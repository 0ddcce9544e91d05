/** The table of the assessments of the machines themselves: disks and memory. */
import type { AssessmentInput } from '../../../../src/controller/assessments/assessment.js';
import type { DiskReports, Evidence } from '../../../../src/controller/assessments/evidence.js';
import type { DiskArray, DiskHealth, SystemFacts } from '../../../../src/controller/facts/system/system-facts.js';
import { baselineOf } from '../../../../src/controller/planning/baseline.js';
import { afterHost, beforeRun } from '../../../support/controller-assessments.js';
import { makeEvidence } from '../../../support/controller-evidence.js';
import { makePool, medium83, versions83, withHost } from '../../../support/controller-facts.js';
import { systemSeen, unread } from '../../../support/controller-systems.js';
import type { Situation } from '../situations.js';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const known = <T>(value: T) => ({ known: true, value }) as const;
const unknown = (reason: string) => ({ known: false, reason }) as const;

const disk = (device: string, verdict: DiskHealth['verdict'], why = ''): DiskHealth => ({ device, verdict, why });
const root = (disks: readonly DiskHealth[], array: DiskArray | null = null): Partial<SystemFacts> => ({
  rootHealth: known({ disks, array }),
});
const mirror = (working: number, isRebuilding = false): DiskArray => ({
  device: 'md127',
  wanted: 2,
  working,
  isRebuilding,
});
const sound = [disk('sda', 'healthy')];

/** Of xs-2: over SSH, over the API, or neither. */
function seen(inside: Partial<SystemFacts> | undefined, told?: Partial<DiskReports>): AssessmentInput {
  const plain = makeEvidence(makePool());
  const { survey, plugin, hardware, licence, serverAddresses } = plain;
  const withoutSsh: Evidence = { survey, plugin, hardware, licence, serverAddresses };
  const reports = { disks: known([]), array: known(null), ...told };
  const disks: Pick<Evidence, 'disks'> = told === undefined ? {} : { disks: new Map([['host-2', reports]]) };
  const evidence: Evidence = { ...(inside === undefined ? withoutSsh : plain), ...disks };
  const input = beforeRun({ evidence });
  return inside === undefined ? input : systemSeen(input, 2, inside);
}

const silent = disk('sda', 'silent', 'it is behind a RAID controller');

export const hardwareSituations: Readonly<Record<string, readonly Situation[]>> = {
  'disk-health': [
    { when: 'the disk of the system says that it is sound', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    {
      when: 'the plugin of the host says so of all its disks, and there is no SSH',
      input: () => seen(undefined, { disks: known(sound) }),
      severity: 'pass',
      about: 'xs-2',
      saying: 'sda',
    },
    {
      when: 'the disk that carries the system says that it is failing',
      input: () => seen(root([disk('sda', 'failing')])),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'carries the system',
    },
    {
      when: 'a disk is failing that may carry the system, since only the plugin tells',
      input: () => seen(undefined, { disks: known([...sound, disk('sdb', 'failing')]) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'sdb',
    },
    {
      when: 'a disk behind the controller is failing, and the volume of the system cannot tell',
      input: () => seen(root([silent]), { disks: known([disk('bus/0:megaraid,1', 'failing')]) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'megaraid,1',
    },
    {
      when: 'a disk is failing that does not carry the system',
      input: () => seen({}, { disks: known([disk('sdb', 'failing')]) }),
      severity: 'warning',
      about: 'xs-2',
      saying: 'sdb',
    },
    {
      when: 'the plugin alone says of the disk of the system that it is failing, by the name of its controller',
      input: () => seen(root([disk('nvme0n1', 'healthy')]), { disks: known([disk('nvme0', 'failing')]) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'nvme0n1',
    },
    {
      when: 'the plugin repeats what the disk of the system said itself',
      input: () => seen(root([disk('nvme0n1', 'healthy')]), { disks: known([disk('nvme0', 'healthy')]) }),
      severity: 'pass',
      about: 'xs-2',
    },
    {
      when: 'a disk behind a controller is failing, whose volume calls itself sound',
      input: () => seen(root(sound), { disks: known([...sound, disk('bus/0:megaraid,1', 'failing')]) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'It may be the one that carries the system',
    },
    {
      when: 'a disk behind a controller is failing, and the system lies on one that is behind none',
      input: () => seen(root([disk('nvme0n1', 'healthy')]), { disks: known([disk('bus/0:megaraid,1', 'failing')]) }),
      severity: 'warning',
      about: 'xs-2',
      saying: 'does not carry the system',
    },
    {
      when: 'the plugin heard the disk of the system, which SSH did not',
      input: () => seen(root([disk('sda', 'silent', 'smartctl is not installed there')]), { disks: known(sound) }),
      severity: 'pass',
      about: 'xs-2',
      saying: 'sda',
    },
    {
      when: 'the disk of the system warns that it is too warm',
      input: () => seen(root([disk('sda', 'marginal', 'WARNING - SPECIFIED TEMPERATURE EXCEEDED')])),
      severity: 'warning',
      about: 'xs-2',
      saying: 'warns: WARNING - SPECIFIED TEMPERATURE EXCEEDED',
    },
    {
      when: 'a disk warns that it is too warm, as the plugin tells without SSH',
      input: () =>
        seen(undefined, {
          disks: known([disk('nvme0', 'marginal', 'its temperature is above or below its limit')]),
        }),
      severity: 'warning',
      about: 'xs-2',
      saying: 'nvme0',
    },
    {
      when: 'a value of the disk is or was at its limit',
      input: () => seen(root([disk('sda', 'marginal')])),
      severity: 'warning',
      about: 'xs-2',
      saying: 'limit',
    },
    {
      when: 'the software RAID of the system lacks a disk',
      input: () => seen(root(sound, mirror(1))),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: '1 of its 2 disks',
    },
    {
      when: 'the software RAID of the system lacks a disk, as the plugin tells without SSH',
      input: () => seen(undefined, { disks: unknown('its plugin failed'), array: known(mirror(1)) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'it may be the one that carries the system',
    },
    {
      when: 'the copy of a replaced disk is being made',
      input: () => seen(root(sound, mirror(1, true))),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'making the copy',
    },
    {
      when: 'a complete software RAID is being compared',
      input: () => seen(root(sound, mirror(2, true))),
      severity: 'notice',
      about: 'xs-2',
      saying: 'slower',
    },
    {
      when: 'the disk is behind a RAID controller',
      input: () => seen(root([silent])),
      severity: 'notice',
      about: 'xs-2',
      saying: 'behind a RAID controller',
    },
    {
      when: 'a disk that only the plugin sees has no verdict, and may carry the system',
      input: () =>
        seen(undefined, { disks: known([...sound, disk('sdb', 'silent', 'the plugin has no verdict of it')]) }),
      severity: 'notice',
      about: 'xs-2',
      saying: 'sdb',
    },
    {
      when: 'the credential for SSH could not be read and the release has no plugin',
      input: () => beforeRun({ evidence: makeEvidence(makePool(), { systems: unknown('no such file') }) }),
      severity: 'notice',
      about: 'lab',
      saying: 'no such file',
    },
    {
      when: 'neither SSH nor a plugin told',
      input: () =>
        seen({ rootHealth: unread }, { disks: unknown('its plugin failed'), array: unknown('its plugin failed') }),
      severity: 'notice',
      about: 'xs-2',
      saying: 'it hung',
    },
    {
      when: 'SSH is not set up and the release has no plugin',
      input: () => seen(undefined),
      severity: 'notice',
      about: 'lab',
      saying: 'SSH is not set up',
    },
  ],
  'host-memory': [
    { when: 'it has plenty', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    {
      when: 'the installer would say that it is too little',
      // Before 8.0 the control domain takes 752 MiB of it.
      input: () =>
        beforeRun({
          pool: withHost(makePool(), 2, { memoryTotal: 900 * mebibyte }),
          medium: { ...medium83, target: { ...medium83.target, platform: '2.7.0' } },
        }),
      severity: 'warning',
      about: 'xs-2',
      saying: '1024 MiB',
    },
    {
      when: 'the control domain alone would take all of it',
      input: () => beforeRun({ pool: withHost(makePool(), 2, { memoryTotal: 1000 * mebibyte }) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'the control domain alone',
    },
    {
      when: 'the pool does not tell how much there is',
      input: () => beforeRun({ pool: withHost(makePool(), 2, { memoryTotal: 0 }) }),
      severity: 'notice',
      about: 'xs-2',
      saying: 'does not tell',
    },
    {
      when: 'errors were counted that could not be corrected',
      input: () => seen({ memoryErrors: known({ corrected: 3, uncorrected: 1 }) }),
      severity: 'warning',
      about: 'xs-2',
      saying: '1 uncorrectable',
    },
    {
      when: 'errors were counted that were all corrected',
      input: () => seen({ memoryErrors: known({ corrected: 3, uncorrected: 0 }) }),
      severity: 'notice',
      about: 'xs-2',
    },
    {
      when: 'the host came back with as much as before',
      input: () => returned(0),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'the plan is older than this look',
      input: () => {
        const input = returned(8 * gibibyte);
        const hosts = baselineOf(makePool()).hosts.map((host) => ({ ...host, memory: undefined }));
        return { ...input, baseline: { ...baselineOf(makePool()), hosts } };
      },
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'the host came back without one of its modules',
      input: () => returned(8 * gibibyte),
      severity: 'warning',
      about: 'xs-1',
      saying: 'before the run',
    },
  ],
};

function returned(lost: number): AssessmentInput {
  const pool = makePool();
  const [first] = pool.hosts;
  const has = (first?.memoryTotal ?? 0) - lost;
  const input = afterHost({ pool: withHost(pool, 1, { memoryTotal: has, versions: versions83 }) });
  return { ...input, baseline: baselineOf(pool) };
}
