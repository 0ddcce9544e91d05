/**
 * What only a look into a host's control domain tells. Each part is known, or says why it is not: the API has none of it, and a
 * host without SSH, or a command that it lacks, leaves the rest as it is.
 */
import type { Learnt } from '../../assessments/evidence.js';

/** How the system disk is attached. `unknown-bus` is what no rule of ours names. */
export const transports = ['local', 'usb', 'iscsi', 'fibre-channel', 'fcoe', 'network', 'unknown-bus'] as const;
export type Transport = (typeof transports)[number];

export interface RootDisk {
  /** As the kernel names it: `sda`, `dm-0`, `md127`. */
  readonly device: string;
  /** The disks behind a multipath device or of a software RAID; otherwise the disk itself. */
  readonly disks: readonly {
    readonly device: string;
    readonly transport: Transport;
    readonly pciAddress: string | null;
  }[];
  readonly isMultipath: boolean;
  /** Paths that have failed; 0 where there is no multipath. */
  readonly failedPaths: number;
}

/**
 * What a disk says of itself (SMART). `marginal`: it passes, and a value of it is or was at its limit, or it warns
 * of something that is not its end. `silent`: nothing that can be read, as behind most RAID controllers.
 */
export type DiskVerdict = 'healthy' | 'marginal' | 'failing' | 'silent';

export interface DiskHealth {
  /** As the kernel names it, or whoever was asked: `sda`, `bus/0:megaraid,1`. */
  readonly device: string;
  readonly verdict: DiskVerdict;
  /** Why it is silent, or what it warns of; empty for the others. */
  readonly why: string;
}

/** A software RAID, as the kernel counts it. */
export interface DiskArray {
  readonly device: string;
  /** Disks that it is made for, and disks that work. */
  readonly wanted: number;
  readonly working: number;
  /** Data is being copied to one of them now. */
  readonly isRebuilding: boolean;
}

/** Of the disks that carry the system. */
export interface RootHealth {
  readonly disks: readonly DiskHealth[];
  /** Null where the system lies on no software RAID. */
  readonly array: DiskArray | null;
}

/** Since the host booted. */
export interface MemoryErrors {
  readonly corrected: number;
  readonly uncorrected: number;
}

export interface Partition {
  readonly number: number;
  readonly bytes: number;
  /** As sgdisk tells it: `EF00`, `8200`, `8E00`; of an old table the id of fdisk with two digits. */
  readonly code: string;
}

export interface PartitionTable {
  readonly kind: 'gpt' | 'dos';
  readonly partitions: readonly Partition[];
  /** A vendor's partition at the front of the disk, which installers refuse on an old table. */
  readonly hasUtilityPartition: boolean;
}

export interface FileSystemSpace {
  readonly mountedOn: string;
  readonly bytes: number;
  readonly used: number;
  readonly free: number;
}

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly vendor: string;
}

export interface PciFunction {
  /** `0000:00:1f.2`. */
  readonly address: string;
  /** Numbers as in the ids. */
  readonly classCode: number;
  readonly vendor: number;
  readonly device: number;
  readonly subvendor: number | null;
  readonly subdevice: number | null;
}

export interface TimeSource {
  readonly synchronised: boolean;
  /** `none`: neither runs. */
  readonly program: 'chrony' | 'ntpd' | 'none';
}

export interface OwnFiles {
  /** Configuration files of packages that were edited. */
  readonly edited: readonly string[];
  /** Files that belong to no package. */
  readonly added: readonly string[];
}

/** What is staged: never the address itself, which holds a token. */
export interface StagedInstaller {
  /** The boot configuration that names it. */
  readonly file: string;
  /** `lasting`: the default from now on. `once`: the next boot alone. `never`: it stands in the menu. */
  readonly boots: 'lasting' | 'once' | 'never';
  /** Whether its files are there. */
  readonly hasFiles: boolean;
}

export interface SystemFacts {
  readonly at: number;
  readonly firmware: Learnt<'uefi' | 'bios'>;
  readonly rootDisk: Learnt<RootDisk>;
  readonly rootHealth: Learnt<RootHealth>;
  /** Whether the installation believes that its disk has several paths. */
  readonly multipathConfigured: Learnt<boolean>;
  readonly partitions: Learnt<PartitionTable>;
  readonly space: Learnt<readonly FileSystemSpace[]>;
  /** Steps of the first boot that have never ended. */
  readonly firstBootLeft: Learnt<readonly string[]>;
  readonly packages: Learnt<readonly InstalledPackage[]>;
  readonly ownFiles: Learnt<OwnFiles>;
  readonly pci: Learnt<readonly PciFunction[]>;
  /** Null where the kernel of the control domain counts none. */
  readonly memoryErrors: Learnt<MemoryErrors | null>;
  readonly time: Learnt<TimeSource>;
  /** Null: nothing is staged. */
  readonly staged: Learnt<StagedInstaller | null>;
}

/** A host into which nobody has looked. */
export function unseenSystem(at: number, reason: string): SystemFacts {
  const unknown = { known: false, reason } as const;
  return {
    at,
    firmware: unknown,
    rootDisk: unknown,
    rootHealth: unknown,
    multipathConfigured: unknown,
    partitions: unknown,
    space: unknown,
    firstBootLeft: unknown,
    packages: unknown,
    ownFiles: unknown,
    pci: unknown,
    memoryErrors: unknown,
    time: unknown,
    staged: unknown,
  };
}
