/** The table of the assessments that look into the hosts over SSH. */
import type { AssessmentInput } from '../../../../src/controller/assessments/assessment.js';
import type { RootDisk, SystemFacts, Transport } from '../../../../src/controller/facts/system/system-facts.js';
import { beforeRun } from '../../../support/controller-assessments.js';
import { drivingMedium, makeEvidence } from '../../../support/controller-evidence.js';
import { makeHost, makePool, medium83, versions82 } from '../../../support/controller-facts.js';
import { systemSeen, unread } from '../../../support/controller-systems.js';
import type { Situation } from '../situations.js';

const gibibyte = 1024 ** 3;
const known = <T>(value: T) => ({ known: true, value }) as const;
const seen = (changes: Partial<SystemFacts>, input: AssessmentInput = beforeRun()) => systemSeen(input, 2, changes);

const medium9 = {
  ...medium83,
  name: 'XenServer 9.0.0',
  release: { id: 'xenserver-9', name: 'XenServer 9', minimumPlatform: '2.1.0' },
};
const to9 = () => beforeRun({ medium: medium9 });
const medium82 = { ...medium83, target: { ...medium83.target, platform: '3.2.1' } };

const disk = (transport: Transport, changes: Partial<RootDisk> = {}) =>
  known({
    device: 'sda',
    disks: [{ device: 'sda', transport, pciAddress: '0000:00:17.0' }],
    isMultipath: false,
    failedPaths: 0,
    ...changes,
  });
const table = (kind: 'gpt' | 'dos', backup = 18 * gibibyte, hasUtilityPartition = false) =>
  known({ kind, partitions: [{ number: 2, bytes: backup, code: '0700' }], hasUtilityPartition });
const root = (bytes: number, used: number) => known([{ mountedOn: '/', bytes, used, free: bytes - used }]);
const raid = {
  address: '0000:00:17.0',
  classCode: 0x0104,
  vendor: 0x9005,
  device: 0x28d,
  subvendor: null,
  subdevice: null,
};
const staged = (boots: 'lasting' | 'once' | 'never') => known({ file: '/boot/grub/grub.cfg', boots, hasFiles: true });
const extra = { name: 'srvadmin-base', version: '9.1-2', vendor: 'Dell Inc.' };

/** What every one of them says when SSH does not tell it. */
const unknowns = (part: keyof SystemFacts): readonly Situation[] => [
  {
    when: 'the host did not tell it',
    input: () => seen({ [part]: unread }),
    severity: 'unknown',
    about: 'xs-2',
    acceptable: true,
    saying: 'it hung',
  },
  {
    when: 'SSH is not set up for the pool',
    input: () => {
      const { survey, plugin, hardware, licence, serverAddresses } = makeEvidence(makePool());
      return beforeRun({ evidence: { survey, plugin, hardware, licence, serverAddresses } });
    },
    severity: 'unknown',
    about: 'lab',
    acceptable: true,
    saying: 'SSH is not set up',
  },
  {
    when: 'the credential for SSH could not be read',
    input: () =>
      beforeRun({ evidence: makeEvidence(makePool(), { systems: { known: false, reason: 'no such file' } }) }),
    severity: 'unknown',
    about: 'lab',
    acceptable: true,
    saying: 'no such file',
  },
];

export const systemSituations: Readonly<Record<string, readonly Situation[]>> = {
  'firmware-fit': [
    {
      when: 'the medium installs under both',
      input: () => seen({ firmware: known('bios') }),
      severity: 'pass',
      about: 'xs-2',
    },
    { when: 'a host that boots by UEFI gets a medium of UEFI alone', input: to9, severity: 'pass', about: 'xs-2' },
    {
      when: 'a host boots by BIOS and the medium by UEFI alone',
      input: () => seen({ firmware: known('bios') }, to9()),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
      saying: 'boots by BIOS',
    },
    {
      when: 'a host without an EFI system partition gets a medium of UEFI alone',
      input: () => seen({ partitions: table('gpt') }, to9()),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
      saying: 'no EFI system partition',
    },
    ...unknowns('firmware'),
  ],
  'disk-layout': [
    { when: 'the table is GPT and the old system fits', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    { when: 'the table is MBR', input: () => seen({ partitions: table('dos') }), severity: 'notice', about: 'xs-2' },
    {
      when: 'the table is MBR with a utility partition, and the medium is XCP-ng 8.3',
      input: () => seen({ partitions: table('dos', 18 * gibibyte, true) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
      saying: 'utility partition',
    },
    {
      when: 'the table is MBR with a utility partition, and the medium is older',
      input: () => seen({ partitions: table('dos', 18 * gibibyte, true) }, beforeRun({ medium: medium82 })),
      severity: 'notice',
      about: 'xs-2',
    },
    {
      when: 'the table is MBR and the medium takes GPT alone',
      input: () => seen({ partitions: table('dos') }, to9()),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
    },
    {
      when: 'the old system does not fit into the partition for its copy',
      input: () => seen({ partitions: table('gpt', 2 * gibibyte) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: '3.0 GB',
    },
    {
      when: 'the small disk of the old layout is full to more than 72 %',
      input: () => seen({ space: root(4 * gibibyte, 3 * gibibyte) }),
      severity: 'warning',
      about: 'xs-2',
      saying: '75 %',
    },
    ...unknowns('partitions'),
  ],
  'boot-disk': [
    { when: 'the disk is local', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    ...(['iscsi', 'fibre-channel', 'fcoe', 'network'] as const).map((transport): Situation => ({
      when: `the disk is attached by ${transport}`,
      input: () => seen({ rootDisk: disk(transport) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'boots from a SAN',
    })),
    {
      when: 'the disk is attached by USB',
      input: () => seen({ rootDisk: disk('usb') }),
      severity: 'warning',
      about: 'xs-2',
    },
    {
      when: 'the disk is attached in a way that no rule names',
      input: () => seen({ rootDisk: disk('unknown-bus') }),
      severity: 'unknown',
      about: 'xs-2',
      acceptable: true,
    },
    {
      when: 'the disk has several paths and the installation does not know',
      input: () => seen({ rootDisk: disk('local', { isMultipath: true }) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
      saying: 'refuses to upgrade',
    },
    {
      when: 'the installation is set up for several paths and the disk has one',
      input: () => seen({ multipathConfigured: known(true) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
    },
    {
      when: 'a path to the disk has failed',
      input: () =>
        seen({ rootDisk: disk('local', { isMultipath: true, failedPaths: 1 }), multipathConfigured: known(true) }),
      severity: 'warning',
      about: 'xs-2',
      saying: '1 path',
    },
    {
      when: 'the setting of multipathing could not be read',
      input: () => seen({ multipathConfigured: unread }),
      severity: 'notice',
      about: 'xs-2',
    },
    ...unknowns('rootDisk'),
  ],
  'storage-drivers': [
    { when: 'the controllers go by their class', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    {
      when: 'there is no driver for the controller of the system disk',
      input: () => seen({ pci: known([raid]) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: '9005:028d',
    },
    {
      when: 'there is no driver for another controller',
      input: () => seen({ pci: known([{ ...raid, address: '0000:05:00.0' }]) }),
      severity: 'warning',
      about: 'xs-2',
    },
    {
      when: 'a network card has no driver, which is the matter of another assessment',
      input: () => seen({ pci: known([{ ...raid, classCode: 0x0200 }]) }),
      severity: 'pass',
      about: 'xs-2',
    },
    {
      when: 'not all drivers of the medium tell for what they are',
      input: () => {
        const hardware = known(drivingMedium({ builtinUnknown: ['aacraid'] }, { builtinUnknown: ['aacraid'] }));
        const input = seen({ pci: known([raid]) });
        return { ...input, evidence: { ...input.evidence!, hardware } };
      },
      severity: 'unknown',
      about: 'xs-2',
      acceptable: true,
      saying: 'It is not sure',
    },
    {
      when: 'it is not known what the medium drives',
      input: () =>
        beforeRun({
          evidence: makeEvidence(makePool(), { hardware: { known: false, reason: 'it could not be read' } }),
        }),
      severity: 'unknown',
      about: 'lab',
      acceptable: true,
    },
    ...unknowns('pci'),
  ],
  'free-space': [
    { when: 'there is room', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    {
      when: 'there is no room for the installer in /boot',
      input: () => seen({ space: root(gibibyte, gibibyte - 100 * 1024 * 1024) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: '100 MB left',
    },
    {
      when: 'an old plugin needs room for the image twice',
      input: () =>
        systemSeen(
          beforeRun({
            pool: makePool({
              hosts: [1, 2, 3].map((number) => makeHost(number, { versions: { ...versions82, platform: '2.1.1' } })),
            }),
          }),
          2,
          { space: root(gibibyte, gibibyte - 200 * 1024 * 1024) },
        ),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: '304 MB',
    },
    {
      when: '/var/log is full',
      input: () =>
        seen({
          space: known([
            { mountedOn: '/', bytes: 18 * gibibyte, used: gibibyte, free: 17 * gibibyte },
            { mountedOn: '/var/log', bytes: 4 * gibibyte, used: 4 * gibibyte, free: 0 },
          ]),
        }),
      severity: 'warning',
      about: 'xs-2',
    },
    ...unknowns('space'),
  ],
  'staged-entry': [
    { when: 'nothing is staged', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    {
      when: 'there are only remains',
      input: () => seen({ staged: staged('never') }),
      severity: 'notice',
      about: 'xs-2',
    },
    {
      when: 'somebody has staged an installer for the next boot',
      input: () => seen({ staged: staged('once') }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'at its next boot',
    },
    {
      when: 'somebody has staged an installer as the default',
      input: () => seen({ staged: staged('lasting') }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'at every boot',
    },
    ...unknowns('staged'),
  ],
  'first-boot': [
    { when: 'all steps have ended', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    {
      when: 'a step has never ended',
      input: () => seen({ firstBootLeft: known(['90-storage']) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
      saying: '90-storage',
    },
    ...unknowns('firstBootLeft'),
  ],
  'time-source': [
    { when: 'a time server is followed', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    {
      when: 'no server was found',
      input: () => seen({ time: known({ program: 'ntpd', synchronised: false }) }),
      severity: 'warning',
      about: 'xs-2',
      saying: 'ntpd',
    },
    {
      when: 'no time service runs',
      input: () => seen({ time: known({ program: 'none', synchronised: false }) }),
      severity: 'warning',
      about: 'xs-2',
      saying: 'No time service',
    },
    ...unknowns('time'),
  ],
  'foreign-packages': [
    { when: 'all packages are of the vendor', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    {
      when: 'a package of somebody else is on the medium as well',
      input: () => seen({ packages: known([{ ...extra, name: 'xapi-core' }]) }),
      severity: 'pass',
      about: 'xs-2',
    },
    {
      when: 'a package of somebody else is not on the medium',
      input: () => seen({ packages: known([extra]) }),
      severity: 'warning',
      about: 'xs-2',
      saying: 'srvadmin-base 9.1-2 (Dell Inc.)',
    },
    ...unknowns('packages'),
  ],
  'own-files': [
    { when: 'nothing was changed', input: () => seen({}), severity: 'pass', about: 'xs-2' },
    {
      when: 'files were edited and added',
      input: () => seen({ ownFiles: known({ edited: ['/etc/hosts'], added: ['/etc/cron.d/backup'] }) }),
      severity: 'warning',
      about: 'xs-2',
      saying: '/etc/',
    },
    ...unknowns('ownFiles'),
  ],
};
