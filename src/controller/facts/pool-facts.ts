/**
 * What is known of a pool at one moment: the only thing that decisions and assessments look at. Everything is keyed by
 * uuid (references do not promise to survive); what could not be read is `unknown`, never guessed.
 */

/** A piece of knowledge with its time (controller's clock) and source, or the reason why there is none. */
export type Fact<T> =
  | { readonly known: true; readonly value: T; readonly at: number; readonly source: string }
  | { readonly known: false; readonly reason: string; readonly at: number };

/** The versions a host reports; the whole set is compared, never the product number alone. */
export interface HostVersions {
  readonly brand: string | null;
  readonly product: string | null;
  readonly build: string | null;
  readonly platform: string | null;
  readonly xapi: string | null;
  readonly xen: string | null;
  readonly linux: string | null;
}

export interface HostFacts {
  readonly uuid: string;
  readonly name: string;
  readonly address: string;
  readonly enabled: boolean;
  /** host_metrics.live: stays true for ten minutes after a power loss; null where the host has no metrics to read. */
  readonly live: boolean | null;
  /** Seconds since 1970 on the host's own clock; null when the key is missing. */
  readonly bootTime: number | null;
  readonly agentStartTime: number | null;
  readonly versions: HostVersions;
  readonly memoryTotal: number;
  readonly memoryFree: number;
  /**
   * What xapi's planner counts as free: with every guest that is there, or on its way there, ballooned down to its least
   * (xapi.md 6.3, step 5); null where nobody counted.
   */
  readonly memoryRoom?: number | null;
  /** How many updates the pool says were applied to it; null where the release does not tell. */
  readonly updates?: number | null;
  /** Names of operations under way on the host: evacuate, reboot, shutdown … */
  readonly currentOperations: readonly string[];
  readonly certificateFingerprint: string | null;
  readonly editions: string | null;
  /** The host's own clock, in seconds since 1970, and when it was read; null when it did not answer. */
  readonly serverTime: number | null;
}

export interface VmFacts {
  readonly uuid: string;
  readonly name: string;
  readonly powerState: 'Running' | 'Paused' | 'Suspended' | 'Halted';
  /** uuid of the host it runs on; null when it runs nowhere. */
  readonly residentOn: string | null;
  readonly memory: number;
  readonly currentOperations: readonly string[];
  /** Operations that somebody has forbidden, with his words. */
  readonly blockedOperations?: Readonly<Record<string, string>>;
  readonly autoPowerOn: boolean;
  readonly haProtected: boolean;
}

export interface PbdFacts {
  readonly uuid: string;
  readonly host: string;
  readonly sr: string;
  readonly attached: boolean;
}

export interface SrFacts {
  readonly uuid: string;
  readonly name: string;
  readonly type: string;
  readonly shared: boolean;
  /** Names of operations under way on it: scan, vdi_create … */
  readonly currentOperations?: readonly string[];
}

/** Why a VM cannot leave its host now: xapi's code and parameters, with the VM's uuid. */
export interface EvacuationBlocker {
  readonly vm: string;
  readonly code: string;
  readonly params: readonly string[];
}

export interface TaskFacts {
  readonly ref: string;
  readonly name: string;
  readonly status: 'pending' | 'success' | 'failure' | 'cancelling' | 'cancelled';
  readonly progress: number;
  readonly error: readonly string[];
  /** The decoded text of a finished plugin call; null otherwise. */
  readonly result: string | null;
  /** uuid of the host on which it runs; null when that is not told. */
  readonly host?: string | null;
  /** Reference of the task that has begun it; null for none. */
  readonly parent?: string | null;
  /** Its other_config: what clients have written on it. */
  readonly marks?: Readonly<Record<string, string>>;
}

/** A pool read through its coordinator. */
export interface PoolFacts {
  /** When the reading began, on the controller's clock: its age is what invariant 2 counts. */
  readonly readAt: number;
  /** What the clock of the controller's machine showed then; absent: `readAt`. */
  readonly shownAt?: number;
  readonly uuid: string;
  readonly name: string;
  readonly coordinator: string;
  readonly haEnabled: boolean;
  /** SR uuids of the heartbeat state files, as they are now. */
  readonly haStatefileSrs: readonly string[];
  readonly haFailuresToTolerate: number;
  readonly wlbEnabled: boolean;
  readonly rollingUpgradeFlag: boolean;
  readonly otherConfig: Readonly<Record<string, string>>;
  readonly hosts: readonly HostFacts[];
  /** Real guests only: no templates, snapshots, control domains. */
  readonly vms: readonly VmFacts[];
  readonly srs: readonly SrFacts[];
  readonly pbds: readonly PbdFacts[];
  readonly tasks: readonly TaskFacts[];
}

/**
 * How much of a look is asked anew. `usual`: what has changed since the last one, and the clocks of hosts that are out of
 * service. `afresh`, the last look before an act: every record and every clock, whatever was read before.
 */
export type Reading = 'usual' | 'afresh';

/** One turn's view: the pool, or why it cannot be read (the coordinator is rebooting, for one). */
export interface Observation {
  readonly at: number;
  readonly pool: Fact<PoolFacts>;
  /** Present when the pool could not be read: what each address answered, for the diagnosis. */
  readonly unreachable?: readonly { readonly address: string; readonly answer: string }[];
}

export function hostByUuid(pool: PoolFacts, uuid: string): HostFacts | undefined {
  return pool.hosts.find((host) => host.uuid === uuid);
}

/** Guests that would go down with the host. Those on their way to it show in the host's operations (`vm_migrate`, `vm_start`). */
export function guestsOn(pool: PoolFacts, hostUuid: string): readonly VmFacts[] {
  return pool.vms.filter(
    (vm) => vm.residentOn === hostUuid && (vm.powerState === 'Running' || vm.powerState === 'Paused'),
  );
}
