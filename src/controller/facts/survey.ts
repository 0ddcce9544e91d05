/**
 * What an assessment wants to know beyond what every turn of a run needs: read once for a check, since drives, disks and
 * network cards are many. A `null` is a field that the release does not have; a part that could not be read says why.
 */
import type { PifFacts } from './pif-facts.js';
import type { VmNeeds } from './vm-needs.js';

/** A class of the API that was read, that the pool's release does not have, or that it did not give. */
export type Part<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface SurveyedInterface {
  readonly device: string;
  readonly address: string;
  readonly netmask: string;
  readonly gateway: string;
  readonly dns: string;
  readonly mode: 'DHCP' | 'Static' | 'None' | 'other';
  readonly isManagement: boolean;
  readonly usesIpv6: boolean;
  /** The tag where it is a VLAN. */
  readonly vlan: number | null;
  /** Of the bond that it is: `lacp`, `active-backup`, `balance-slb`; null where it is none, `''` where the release does not say. */
  readonly bond: string | null;
  /** The network cards behind it: of a bond those of its members. */
  readonly cards: readonly NetworkCard[];
}

export interface NetworkCard {
  readonly device: string;
  /** Four hex digits each; empty where the host does not know them. */
  readonly vendor: string;
  readonly product: string;
  readonly name: string;
  /** Mbit/s; absent where it has no link, or its driver does not tell. */
  readonly speed?: number;
}

export interface HostSurvey {
  readonly uuid: string;
  /** `''`, `iLO`, `DRAC`, `wake-on-lan`, or the name of a script. */
  readonly powerOnMode: string | null;
  readonly legacyTls: boolean | null;
  readonly cpuVendor: string | null;
  readonly networkBackend: string | null;
  readonly edition: string | null;
  /** `restrict_rpu`, `restrict_xen_motion`, `expiry` …; null before 5.0. */
  readonly licence: Readonly<Record<string, string>> | null;
  /** Keys of `software_version` that are packs: `xs:linux`, `xscontainer:…`. */
  readonly packs: readonly string[];
  /** Whether the host waits for a reboot: names of updates and guidances. */
  readonly pending: readonly string[];
  /** XenCenter's mark of a host in maintenance. */
  readonly inMaintenance: boolean;
  /** Uuids of the networks that it is on. */
  readonly networks: readonly string[];
  /** Bytes of the control domain now; null where it is not told. */
  readonly controlDomainMemory: number | null;
  readonly interfaces: readonly SurveyedInterface[];
  readonly certificate: Part<CertificateFacts>;
}

export interface CertificateFacts {
  /** Null for keys that are no RSA keys. */
  readonly rsaBits: number | null;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

export interface InsertedDisc {
  readonly drive: string;
  readonly disc: string;
  readonly discName: string;
  readonly sr: string;
}

export interface VmSurvey {
  readonly uuid: string;
  /** Boots by a boot loader of the host's or a kernel of its own; null where the release does not tell. */
  readonly paravirtual: boolean | null;
  /** The vendor's mark of a guest that a control domain of its own makes safe (`pvcheckpass`). */
  readonly excusedFromPvCheck: boolean;
  readonly vcpus: number | null;
  readonly coresPerSocket: number | null;
  readonly addresses: readonly string[];
  readonly discs: readonly InsertedDisc[];
  readonly needs: VmNeeds;
}

export interface SrSurvey {
  readonly uuid: string;
  readonly isLibrary: boolean;
  readonly isTools: boolean;
  readonly isDefault: boolean;
  /** Bytes; null where the storage does not tell. */
  readonly free: number | null;
  /** What StorageLink talks to, where it is such a repository. */
  readonly adapter: string;
  readonly disks: readonly { readonly uuid: string; readonly name: string }[];
}

export interface UpdateSurvey {
  /** Absent where nobody asked for it. */
  readonly uuid?: string;
  readonly name: string;
  readonly version: string;
  /** Uuids of the hosts that have it. */
  readonly hosts: readonly string[];
}

export interface ClusterSurvey {
  readonly stack: string;
  readonly stackVersion: number | null;
  readonly enabledHosts: readonly string[];
}

/** A disk that is attached as backup software attaches one: a snapshot's to a VM that runs, or any to a control domain. */
export interface DiskAtBackup {
  readonly disk: string;
  /** Name of the VM. */
  readonly at: string;
}

/** What the user that Drydock logs in as may do. */
export interface OwnRights {
  readonly superuser: boolean;
  /** Calls by their names in lower case; empty for a superuser. */
  readonly permissions: readonly string[];
}

export interface Survey {
  readonly at: number;
  readonly disksAtBackup?: readonly DiskAtBackup[];
  readonly networks: readonly { readonly uuid: string; readonly name: string }[];
  /** Absent where roles are: before 5.6 there is root alone. */
  readonly rights?: Part<OwnRights>;
  readonly vswitchController: string | null;
  readonly healthCheck: Readonly<Record<string, string>> | null;
  /** A change of the pool's secret that is not finished. */
  readonly secretRotationPending: boolean;
  readonly hosts: readonly HostSurvey[];
  /** All of the pool, as they are compared with later on. */
  readonly pifs: readonly PifFacts[];
  readonly vms: readonly VmSurvey[];
  readonly srs: readonly SrSurvey[];
  readonly updates: Part<readonly UpdateSurvey[]>;
  readonly clusters: Part<readonly ClusterSurvey[]>;
}
