/** Everything that doctor judges by, read once: what each part holds stands beside its reader in facts/. */
import type { MachineAddress } from '../addresses/address-advice.js';
import type { ResolvedSettings } from '../config/resolve.js';
import type { AutomaticUpdates } from './facts/automatic-updates.js';
import type { CertificateFacts } from './facts/certificate.js';
import type { ClockState } from './facts/clock-state.js';
import type { DashboardFacts } from './facts/dashboard.js';
import type { DatabaseFacts } from './facts/database.js';
import type { DiskFacts } from './facts/disks.js';
import type { FirewallFacts } from './facts/firewall.js';
import type { ListenerFacts } from './facts/listeners.js';
import type { MediaFacts } from './facts/media.js';
import type { MirrorFacts } from './facts/mirrors.js';
import type { NfsFacts } from './facts/nfs.js';
import type { PermissionFacts } from './facts/permissions.js';
import type { PoolFacts } from './facts/pools.js';
import type { PortRights } from './facts/port-rights.js';
import type { SecretFacts } from './facts/secrets.js';
import type { UnitFacts } from './facts/units.js';
import type { Known } from './known.js';

export interface DoctorFacts {
  /** When they were read, in milliseconds since 1970. */
  readonly now: number;
  readonly settings: ResolvedSettings;
  readonly nodeVersion: string;
  readonly listeners: readonly ListenerFacts[];
  readonly rights: PortRights;
  readonly interfaces: readonly MachineAddress[];
  readonly hostname: string;
  /** The IPv4 addresses that this machine's own name leads to. */
  readonly nameLeadsTo: Known<readonly string[]>;
  readonly firewall: FirewallFacts;
  readonly disks: readonly DiskFacts[];
  readonly clock: Known<ClockState>;
  readonly pools: Known<readonly PoolFacts[]>;
  /** Null where it is switched off. */
  readonly dashboard: DashboardFacts | null;
  /** Of the media server; null where nothing listens with HTTPS. */
  readonly certificate: Known<CertificateFacts> | null;
  readonly nfs: Known<NfsFacts>;
  readonly mirrors: readonly MirrorFacts[];
  /** Null where the journal is a file. */
  readonly database: DatabaseFacts | null;
  readonly permissions: PermissionFacts;
  readonly secrets: readonly SecretFacts[];
  readonly automaticUpdates: AutomaticUpdates;
  readonly units: Known<readonly UnitFacts[]>;
  readonly media: Known<MediaFacts>;
}

/** What hosts and what people connect to. */
export function allListeners({ listeners, dashboard }: DoctorFacts): readonly ListenerFacts[] {
  return dashboard === null ? listeners : [...listeners, dashboard.listener];
}
