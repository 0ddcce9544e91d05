/** Whether the installer and the new system drive the storage controllers: without the one of the system disk nothing is upgraded. */
import { drives, moduleIndex, tellsAll, type ModuleIndex } from '../../media/contents/module-index.js';
import type { MediumHardware, ModuleSet } from '../../media/hardware.js';
import type { HostFacts } from '../facts/pool-facts.js';
import { storageControllers } from '../facts/system/pci-devices.js';
import type { PciFunction, SystemFacts } from '../facts/system/system-facts.js';
import type { Assessment } from './assessment.js';
import type { Observed } from './finding.js';
import { insideHosts, part } from './look-inside.js';
import { hostSubject, observed, orPass, poolSubject } from './observe.js';

interface System {
  readonly name: string;
  readonly set: ModuleSet;
  readonly index: ModuleIndex;
}

export const storageDrivers: Assessment = {
  id: 'storage-drivers',
  title: 'The medium drives the host’s storage controllers',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy: 'Look for a driver disk for the new release; without one leave this host out.',
  source: 'design, 5 (drivers missing from the medium); needs SSH',
  assess: (input) => {
    const hardware = input.evidence?.hardware;
    if (hardware?.known === true) return insideHosts(input, (host, system) => assessHost(host, system, hardware.value));
    return [
      observed('unknown', poolSubject(input.pool), {
        reason: `It is not known which devices ${input.medium.id} drives: ${hardware?.reason ?? 'nobody has looked'}.`,
        remedy: `Run "drydock media hardware ${input.medium.id}".`,
        acceptable: true,
      }),
    ];
  },
};

function assessHost(host: HostFacts, system: SystemFacts, hardware: MediumHardware): readonly Observed[] {
  return part(host, system.pci, `which storage controllers ${host.name} has`, (devices) => {
    const disks = system.rootDisk.known ? system.rootDisk.value.disks : [];
    const ofRoot = new Set(disks.map(({ pciAddress }) => pciAddress));
    const systems = systemsOf(hardware);
    const found = storageControllers(devices).flatMap((device) =>
      systems.flatMap((each) => assessDevice(host, device, ofRoot.has(device.address), each, hardware.id)),
    );
    return orPass(found, hostSubject(host), 'It drives all of them.');
  });
}

function systemsOf({ installer, dom0 }: MediumHardware): readonly System[] {
  const systems = [
    { name: 'The installer', set: installer },
    { name: 'The new system', set: dom0 },
  ];
  return systems.flatMap(({ name, set }) => (set === null ? [] : [{ name, set, index: moduleIndex(set) }]));
}

function assessDevice(
  host: HostFacts,
  device: PciFunction,
  isOfRoot: boolean,
  { name, set, index }: System,
  medium: string,
): readonly Observed[] {
  const { vendor, device: id, subvendor, subdevice, classCode } = device;
  const kind = { base: classCode >> 8, sub: classCode & 0xff, interface: null };
  const drivers = drives(index, { vendor, device: id, subvendor, subdevice, class: kind });
  if (drivers.length > 0 || set.kernels.length === 0 || drivenByClass(classCode)) return [];
  const ids = `${hex(vendor)}:${hex(id)}`;
  const what = `the storage controller ${ids} of ${host.name}${isOfRoot ? ', on which its system disk hangs' : ''}`;
  const sure = tellsAll(set);
  const reason = sure
    ? `${name} of ${medium} has no driver for ${what}.`
    : `It is not sure that ${name.toLowerCase()} of ${medium} drives ${what}: not all of its drivers tell for which devices they are.`;
  const severity = !isOfRoot ? 'warning' : sure ? 'failure' : 'unknown';
  const remedy = `Look at "drydock media hardware ${medium} --pci ${ids}"; look for a driver disk.`;
  return [observed(severity, hostSubject(host), { reason, remedy, acceptable: true })];
}

/** AHCI, IDE and NVMe go by class, which lspci gives without the interface: every kernel of these systems has them. */
function drivenByClass(classCode: number): boolean {
  return [0x0101, 0x0106, 0x0108].includes(classCode);
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}
