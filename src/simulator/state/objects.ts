/** What a simulated pool is made of (reference xapi.md 6.1): machines, what is on their disks, and the pool database's objects. */
import type { Role } from '../../releases/calls/call-table.js';
import type { ReleaseFacts } from '../../releases/release-facts.js';
import type { ApiLevel } from '../../releases/since.js';
import type { HostHardware, VmHardware } from './hardware.js';

export type Ref = string;

export const nullRef: Ref = 'OpaqueRef:NULL';

/** Every object of the pool database. */
export interface Entity {
  readonly ref: Ref;
  readonly uuid: string;
}

/** What an installer put on a disk: governs the versions shown, the calls answered and the fields known. */
export interface InstalledSystem extends ApiLevel {
  /** The known release that it behaves like. */
  readonly facts: ReleaseFacts;
  readonly softwareVersion: Readonly<Record<string, string>>;
}

/** The one-shot boot entry that the plugin's `main` leaves: the next boot starts the installer with this URL. */
export interface StagedInstallation {
  readonly url: string;
  /** The release whose installer was staged with it. */
  readonly installer: ReleaseFacts;
}

/** The xapi process of a host. `emergency` answers every call outside a short list with its error. */
export type AgentState = 'off' | 'starting' | 'emergency' | 'member' | 'coordinator';

export interface Host extends Entity {
  readonly index: number;
  readonly name: string;
  readonly address: string;
  readonly metrics: Entity;
  readonly certificate: Entity;
  readonly memoryTotal: number;
  readonly hardware: HostHardware;
  /** Milliseconds that the host's clock is ahead of true time. */
  clockOffset: number;

  /** `starting`: in firmware or in an installer. */
  power: 'on' | 'starting' | 'off';
  agent: AgentState;
  /** Counts the ends of its xapi and of its power, so that what was begun before does not go on after. */
  incarnation: number;
  /** When its xapi last ended in order; null after a power loss. */
  stoppedAt: number | null;
  /** The coordinator that its own pool.conf names. */
  follows: Ref;
  /** Local sessions, in the memory of this host's xapi. */
  readonly localSessions: Set<Ref>;
  emergencyError: readonly string[];
  /** Storage start-up not finished: `host.enable` and some others answer HOST_STILL_BOOTING. */
  stillBooting: boolean;
  /** The mark that `host.disable` leaves in the memory of this host's xapi; gone with the process. */
  disableMark: boolean;
  /** False after `host.disable(host, false)` (xapi 25.31): survives reboots. */
  autoEnable: boolean;
  /** The mark that a shutdown leaves: nobody enables the host before it has booted again. A boot clears it. */
  disabledUntilReboot: boolean;
  /** Mandatory guidances of an update that are still to be followed: they keep the host disabled. */
  pendingGuidances: readonly string[];
  /** The HA mark in a file that an installation wipes. */
  haArmed: boolean;
  /** False: this host cannot reach the HA state file. */
  statefileAccess: boolean;
  /** `host.power_on_mode`; empty: `host.power_on` is refused. */
  powerOnMode: string;

  disk: 'intact' | 'formatted' | 'lost';
  /** What the disk boots; the one that runs is {@link Host.running}. */
  installed: InstalledSystem;
  running: InstalledSystem;
  staged: StagedInstallation | null;
  /** True times of the last boot and start of xapi; what the record says of them is written at the database sync. */
  bootedAt: number;
  agentStartedAt: number;

  /** The rest is the host's record in the pool database. */
  enabled: boolean;
  live: boolean;
  /** When heartbeats stopped without a farewell; `live` falls 600 s later. */
  silentSince: number | null;
  /** The coordinator has warned of its clock. */
  skewWarned: boolean;
  recordedVersion: Readonly<Record<string, string>>;
  otherConfig: Record<string, string>;
  currentOperations: Record<string, string>;
}

export type PowerState = 'Running' | 'Paused' | 'Suspended' | 'Halted';

export interface Vm extends Entity {
  readonly name: string;
  readonly kind: 'guest' | 'control-domain' | 'template' | 'snapshot';
  /** Bytes; the static maximum. */
  readonly memory: number;
  readonly hardware: VmHardware;
  readonly hasGuestTools: boolean;
  readonly immobile: boolean;
  powerState: PowerState;
  residentOn: Ref;
  scheduledOn: Ref;
  blockedOperations: Record<string, string>;
  currentOperations: Record<string, string>;
  otherConfig: Record<string, string>;
  haRestartPriority: string;
}

export interface StorageRepository extends Entity {
  readonly name: string;
  readonly type: string;
  readonly contentType: string;
  readonly shared: boolean;
}

export interface Pbd extends Entity {
  readonly host: Ref;
  readonly sr: Ref;
  attached: boolean;
}

export interface Vdi extends Entity {
  readonly name: string;
  readonly sr: Ref;
  readonly size: number;
  /** Reset at each boot, and cached on the host: ties the VM to it. */
  readonly resetsOnBoot: boolean;
}

export interface Vbd extends Entity {
  readonly vm: Ref;
  readonly type: 'Disk' | 'CD';
  vdi: Ref;
}

export interface Network extends Entity {
  readonly name: string;
  readonly bridge: string;
}

export interface Pif extends Entity {
  readonly host: Ref;
  readonly network: Ref;
  readonly device: string;
  readonly mac: string;
  attached: boolean;
  /** Idle virtual functions of an SR-IOV network; null when it is none. */
  virtualFunctions: number | null;
}

export interface Vif extends Entity {
  readonly vm: Ref;
  readonly network: Ref;
}

export interface Message extends Entity {
  readonly name: string;
  readonly priority: number;
  readonly cls: string;
  readonly objectUuid: string;
  readonly body: string;
  readonly createdAt: number;
}

/** Somebody whom the directory knows, and whom the pool has given a role. */
export interface User {
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  /** {@link nullRef} for root. */
  readonly subject: Ref;
}

/** Sessions and tasks live in the coordinator's memory only. */
export interface Session extends Entity {
  readonly user: string;
  readonly role: Role;
  readonly subject: Ref;
  readonly originator: string;
  readonly host: Ref;
  lastActive: number;
}

export type TaskStatus = 'pending' | 'success' | 'failure' | 'cancelling' | 'cancelled';

export interface Task extends Entity {
  readonly name: string;
  readonly description: string;
  readonly host: Ref;
  readonly createdAt: number;
  status: TaskStatus;
  progress: number;
  result: string;
  errorInfo: readonly string[];
  finishedAt: number;
  otherConfig: Record<string, string>;
  /** Whose work it is: such a session does not time out while it goes on. */
  readonly session: Ref;
  /** `cancel` once that was asked for, `destroy` when it is to go as soon as it has finished. */
  currentOperations: Record<string, string>;
}

export interface PoolRecord extends Entity {
  name: string;
  coordinator: Ref;
  haEnabled: boolean;
  haStatefiles: readonly Ref[];
  haConfiguration: Record<string, string>;
  haFailuresToTolerate: number;
  wlbEnabled: boolean;
  wlbUrl: string;
  /** False: the WLB server does not answer. */
  wlbReachable: boolean;
  currentOperations: Record<string, string>;
  defaultSr: Ref;
  otherConfig: Record<string, string>;
}
