/** What a simulated pool is asked to be. */
import type { ReleaseId } from '../../releases/release-facts.js';
import type {
  ClusterOptions,
  FieldValues,
  ObjectOptions,
  UpdateOptions,
  UserOptions,
} from '../inventory/inventory-options.js';
import type { CpuModel, HostHardware, Vgpu, VmHardware } from './hardware.js';
import type { MachineOptions } from './machine.js';
import type { PowerState } from './objects.js';

export interface HostOptions {
  readonly name?: string;
  /** Default 127.0.0.1, 127.0.0.2 …: one loopback address each. */
  readonly address?: string;
  /** Bytes; default 64 GiB. */
  readonly memory?: number;
  /** Milliseconds that its clock is ahead. */
  readonly clockOffset?: number;
  /** For a pool that is half upgraded from the start; default: the pool's release. */
  readonly release?: ReleaseId;
  /** What installers find; default: a healthy machine of the time of its release. */
  readonly machine?: MachineOptions;
  /** With updates: another xapi than the release's first one, `26.1.3`. */
  readonly xapiVersion?: string;
  /** The host-upgrade plugin of a host that is kept up to date, which is the default, or that its medium installed. */
  readonly plugin?: 'up-to-date' | 'as-released';
  /** Where the machine differs from the usual one. */
  readonly hardware?: Partial<HostHardware>;
  /** `host.power_on_mode`; default: empty, so that `host.power_on` is refused. */
  readonly powerOnMode?: string;
  /** What its record is to show, whatever the rules know. */
  readonly fields?: FieldValues;
}

/** A network besides the pool-wide one of eth0, which every host and VM is on. */
export interface NetworkOptions {
  readonly name: string;
  /** Indexes of the hosts with a PIF on it; every host when absent, an internal network when empty. */
  readonly hosts?: readonly number[];
  /** Idle virtual functions on each of its PIFs: an SR-IOV network. */
  readonly virtualFunctions?: number;
}

export interface VmOptions {
  readonly name?: string;
  /** Index of the host it runs on, or that a halted one has its local disk on. */
  readonly host?: number;
  /** Bytes; default 2 GiB. */
  readonly memory?: number;
  readonly powerState?: PowerState;
  /** `local`: its disk is on its host's own SR, so it cannot leave. */
  readonly disk?: 'shared' | 'local';
  /** A CD of the host's local ISO SR is in its drive. */
  readonly localCd?: boolean;
  /** Default true. */
  readonly guestTools?: boolean;
  /** A device of its host, by the error that it leads to. */
  readonly boundBy?: 'VM_HAS_PCI_ATTACHED' | 'VM_HAS_VGPU' | 'VM_HAS_VUSBS';
  readonly vgpus?: readonly Vgpu[];
  /** Its domain, memory and other needs, where they differ from the usual ones. */
  readonly hardware?: Partial<VmHardware>;
  /** What it was booted on, when that is not the CPU of its host. */
  readonly bootedCpu?: CpuModel;
  /** Names of further networks it has a VIF on. */
  readonly networks?: readonly string[];
  /** Its disk is reset at each boot and cached on the host. */
  readonly resettingDisk?: boolean;
  readonly immobile?: boolean;
  readonly blockedOperations?: Readonly<Record<string, string>>;
  readonly autoPowerOn?: boolean;
  readonly haProtected?: boolean;
  /** What its record is to show, whatever the rules know. */
  readonly fields?: FieldValues;
}

export interface PoolOptions {
  /** How many hosts, or what each is like; the first is the coordinator. */
  readonly hosts: number | readonly HostOptions[];
  readonly release: ReleaseId;
  /** With updates: another xapi than the release's first one on every host. */
  readonly xapiVersion?: string;
  /** How many running VMs, spread over the hosts, or what each is like. */
  readonly vms?: number | readonly VmOptions[];
  readonly networks?: readonly NetworkOptions[];
  readonly name?: string;
  readonly ha?: { readonly enabled: boolean; readonly failuresToTolerate?: number };
  readonly wlb?: { readonly enabled: boolean; readonly url: string };
  readonly otherConfig?: Readonly<Record<string, string>>;
  /** Beside root. */
  readonly users?: readonly UserOptions[];
  readonly updates?: readonly UpdateOptions[];
  readonly cluster?: ClusterOptions;
  readonly objects?: readonly ObjectOptions[];
  /** What the pool's record is to show, whatever the rules know. */
  readonly fields?: FieldValues;
}
