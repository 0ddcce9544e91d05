/** What a host is as a machine, as far as installers ask: firmware, disk layout, drivers, and the network that they bring up. */
import type { ReleaseFacts } from '../../releases/release-facts.js';
import { isAtLeast } from '../../releases/versions.js';

export interface Machine {
  readonly firmware: 'uefi' | 'bios';
  readonly partitionTable: 'gpt' | 'dos' | 'dos-with-utility';
  /** `legacy`: 4 GB for the control domain, as releases before 7.0 made it. An installer may change it. */
  readonly layout: 'modern' | 'legacy';
  /** Bytes of the local SR on the system disk: what a new layout needs is taken from it. */
  readonly localStorage: number;
  /** False on a host whose first boot never ended: no installer upgrades it. */
  readonly firstBootFinished: boolean;
  /** Whether the installation and its disk agree about multipathing. */
  readonly multipathAgrees: boolean;
  readonly certificateKeyBits: number;
  readonly network: MachineNetwork;
  /** Devices that later releases have no driver for, or whose driver came in a pack that is not carried over. */
  readonly lostDrivers: readonly LostDriver[];
  /** `on-root-disk`: the local ISO library is a folder of the control domain, which an installation replaces. */
  readonly isoLibrary: 'kept' | 'on-root-disk';
  readonly system: SystemTraits;
}

/** What a look into the control domain shows, as far as it is not told by the rest. */
export interface SystemTraits {
  /** How the system disk is attached. */
  readonly diskBus: 'sata' | 'fibre-channel' | 'iscsi';
  /** More than one: a multipath device. */
  readonly diskPaths: number;
  /** What the system disk says of itself; `untold`: it is behind a RAID controller. */
  readonly diskHealth: 'sound' | 'failing' | 'untold';
  /** Errors of memory that could not be corrected; null where the kernel counts none. */
  readonly memoryErrors: number | null;
  /** Share of the root file system that is used. */
  readonly rootUsed: number;
  /** Added by the administrator: `name version vendor` with tabs between. */
  readonly addedPackages: readonly string[];
  readonly editedFiles: readonly string[];
  readonly addedFiles: readonly string[];
  readonly clockFollowed: boolean;
  /** Whether sshd answers. */
  readonly ssh: boolean;
}

/** Of the interface that leads to the media. */
export interface MachineNetwork {
  readonly addressing: 'Static' | 'DHCP';
  readonly netmask: string;
  readonly gateway: string;
  readonly dns: string;
}

/** `eth0` is the management interface; `disk` the controller of the system disk; `storage` that of shared storage. */
export type MachineDevice = 'eth0' | 'eth1' | 'storage' | 'disk';

export interface LostDriver {
  readonly device: MachineDevice;
  /** Releases from this platform version on have none; `0` for a driver from a pack. */
  readonly fromPlatform: string;
}

export type MachineOptions = Partial<Omit<Machine, 'network' | 'system'>> & {
  readonly network?: Partial<MachineNetwork>;
  readonly system?: Partial<SystemTraits>;
};

const usualSystem: SystemTraits = {
  diskBus: 'sata',
  diskPaths: 1,
  diskHealth: 'sound',
  memoryErrors: null,
  rootUsed: 0.2,
  addedPackages: [],
  editedFiles: [],
  addedFiles: [],
  clockFollowed: true,
  ssh: true,
};

const gibibyte = 1024 ** 3;

/** A healthy machine of the time of its release: before 7.0 the old layout, and certificates of 1024 bits (xapi.md 2.9). */
export function machineOf(release: ReleaseFacts, address: string, options: MachineOptions = {}): Machine {
  const isModern = isAtLeast(release.platform.version, '2.0.0');
  return {
    firmware: isModern ? 'uefi' : 'bios',
    partitionTable: 'gpt',
    layout: isModern ? 'modern' : 'legacy',
    localStorage: 500 * gibibyte,
    firstBootFinished: true,
    multipathAgrees: true,
    certificateKeyBits: isModern ? 2048 : 1024,
    lostDrivers: [],
    isoLibrary: 'kept',
    ...options,
    network: {
      addressing: 'Static',
      netmask: '255.255.255.0',
      gateway: address.replace(/\d+$/, '254'),
      dns: '',
      ...options.network,
    },
    system: { ...usualSystem, ...options.system },
  };
}

/** Which devices a release of this platform version cannot drive. */
export function devicesWithoutDriver(machine: Machine, platformVersion: string): readonly MachineDevice[] {
  return machine.lostDrivers
    .filter(({ fromPlatform }) => isAtLeast(platformVersion, fromPlatform))
    .map(({ device }) => device);
}
