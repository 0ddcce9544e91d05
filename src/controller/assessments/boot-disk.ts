/**
 * Whether a host boots from a disk of its own: the vendor takes no host that boots from a SAN, and an installer that sees the disk
 * by another way than the installed system does not find it.
 */
import type { HostFacts } from '../facts/pool-facts.js';
import type { RootDisk, SystemFacts, Transport } from '../facts/system/system-facts.js';
import type { Assessment } from './assessment.js';
import type { Observed } from './finding.js';
import { insideHosts, part } from './look-inside.js';
import { hostSubject, observed, orPass } from './observe.js';

const names: Readonly<Record<Transport, string>> = {
  local: 'a local bus',
  usb: 'USB',
  iscsi: 'iSCSI',
  'fibre-channel': 'Fibre Channel',
  fcoe: 'Fibre Channel over Ethernet',
  network: 'the network',
  'unknown-bus': 'a way that Drydock does not know',
};

const ofSan: readonly Transport[] = ['iscsi', 'fibre-channel', 'fcoe', 'network'];

export const bootDisk: Assessment = {
  id: 'boot-disk',
  title: 'The host boots from a disk of its own',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Upgrade a host that boots from a SAN by hand, at its console.',
  source: 'design, 5 (the vendor’s conditions); media-and-clients.md 3.2 (multipath mismatch); needs SSH',
  assess: (input) =>
    insideHosts(input, (host, system) =>
      part(host, system.rootDisk, `how the system disk of ${host.name} is attached`, (disk) => [
        ...assessDisk(host, disk, system),
      ]),
    ),
};

function assessDisk(host: HostFacts, disk: RootDisk, system: SystemFacts): readonly Observed[] {
  const transports = [...new Set(disk.disks.map(({ transport }) => transport))];
  const ways = transports.map((transport) => names[transport]).join(' and ');
  const found = [...attachment(host, transports, ways), ...multipath(host, disk, system)];
  const devices = disk.disks.map(({ device }) => device).join(', ');
  return orPass(found, hostSubject(host), `Its system disk (${devices}) is attached by ${ways}.`);
}

function attachment(host: HostFacts, transports: readonly Transport[], ways: string): readonly Observed[] {
  const about = hostSubject(host);
  const reason = `The system disk of ${host.name} is attached by ${ways}`;
  if (transports.some((transport) => ofSan.includes(transport))) {
    const remedy = `Upgrade ${host.name} by hand, at its console: the vendor does not take hosts that boot from a SAN.`;
    return [observed('failure', about, { reason: `${reason}: it boots from a SAN.`, remedy, acceptable: true })];
  }
  if (transports.includes('unknown-bus')) {
    const remedy = `Look on ${host.name} whether its system disk is local ("ls -l /sys/block"); then accept this.`;
    return [observed('unknown', about, { reason: `${reason}.`, remedy, acceptable: true })];
  }
  if (!transports.includes('usb')) return [];
  const remedy = 'Have a look whether the installer of the new release starts from it at all.';
  return [observed('warning', about, { reason: `${reason}.`, remedy, acceptable: true })];
}

function multipath(host: HostFacts, disk: RootDisk, system: SystemFacts): readonly Observed[] {
  const found: Observed[] = [];
  const configured = system.multipathConfigured;
  if (configured.known && configured.value !== disk.isMultipath) {
    const reason = configured.value
      ? `The installation on ${host.name} is set up for several paths to its disk, and the disk has one`
      : `The system disk of ${host.name} has several paths, and the installation is not set up for that`;
    found.push(
      observed('failure', hostSubject(host), {
        reason: `${reason}: the installer refuses to upgrade it.`,
        remedy: `Make /etc/firstboot.d/data/sr-multipathing.conf on ${host.name} say what is true (MULTIPATHING_ENABLED).`,
        acceptable: false,
      }),
    );
  }
  if (!configured.known) {
    found.push(
      observed('notice', hostSubject(host), {
        reason: `Whether the installation on ${host.name} is set up for several paths is not known: ${configured.reason}.`,
        remedy: 'Compare with "multipath -ll" there.',
        acceptable: true,
      }),
    );
  }
  if (disk.failedPaths > 0) {
    found.push(
      observed('warning', hostSubject(host), {
        reason: `${disk.failedPaths} paths of ${host.name} to multipath disks have failed.`,
        remedy: 'Mend them first: "multipath -ll" shows them.',
        acceptable: true,
      }),
    );
  }
  return found;
}
