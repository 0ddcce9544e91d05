/** The configured listeners, and whether each port can be had or is held by the media server of this configuration. */
import type { Endpoint } from '../../../contract/media-server.js';
import type { Settings } from '../../config/schema.js';
import type { MachineAccess, PortAnswer } from '../machine-access.js';
import type { Known } from '../known.js';
import type { UnitFacts } from './units.js';

export interface ListenerFacts {
  /** `servers.http[0]`. */
  readonly setting: string;
  readonly protocol: Endpoint['protocol'] | 'dashboard';
  readonly address: string;
  /** 0: a free one is taken. */
  readonly port: number;
  /** What hosts are given. */
  readonly given: string;
  /** Who holds it, where it is one of ours: the running media server, or systemd for it. */
  readonly heldBy: 'media server' | 'systemd' | 'NFS server' | 'controller' | null;
  /** Why a daemon of ours that runs did not tell its ports: then it may hold this one; null where it told, or none runs. */
  readonly doubt: string | null;
  readonly answer: Known<PortAnswer>;
}

/** What a port that cannot be had is worth: without the dashboard hosts are installed all the same. */
export function weightOf(protocol: ListenerFacts['protocol']): 'failure' | 'warning' {
  return protocol === 'dashboard' ? 'warning' : 'failure';
}

export interface Holders {
  /** Of the running media server; empty when none runs. */
  readonly endpoints: Known<readonly Endpoint[]>;
  readonly units: Known<readonly UnitFacts[]>;
  readonly nfsRuns: boolean;
}

export async function readListeners(
  servers: Settings['servers'],
  holders: Holders,
  machine: MachineAccess,
): Promise<ListenerFacts[]> {
  return Promise.all(
    configured(servers).map(async (listener) => ({
      ...listener,
      heldBy: holderOf(listener, holders),
      doubt: 'unknown' in holders.endpoints ? holders.endpoints.unknown : null,
      answer: await machine.port(listener.address, listener.port),
    })),
  );
}

type Configured = Omit<ListenerFacts, 'heldBy' | 'doubt' | 'answer'>;

function configured(servers: Settings['servers']): Configured[] {
  const own = (['http', 'https', 'ftp'] as const).flatMap((protocol) =>
    servers[protocol].map(({ address, port, advertise }, index) => ({
      setting: `servers.${protocol}[${index}]`,
      ...{ protocol, address, port, given: advertise ?? address },
    })),
  );
  const { mode, address, port, advertise } = servers.nfs;
  // The kernel's server has a configuration of its own.
  if (mode !== 'ganesha') return own;
  return [...own, { setting: 'servers.nfs', protocol: 'nfs', address, port, given: advertise ?? address }];
}

function holderOf({ protocol, port, given }: Configured, holders: Holders): ListenerFacts['heldBy'] {
  if (protocol === 'nfs') return holders.nfsRuns ? 'NFS server' : null;
  const endpoints = 'value' in holders.endpoints ? holders.endpoints.value : [];
  const isOurs = endpoints.some(
    (one) => one.protocol === protocol && one.address === given && (port === 0 || one.port === port),
  );
  if (isOurs) return 'media server';
  const units = 'value' in holders.units ? holders.units.value : [];
  const isHeld = units.some(
    (unit) => unit.name === `drydock-media-${protocol}.socket` && unit.active === 'active' && unit.port === port,
  );
  return isHeld ? 'systemd' : null;
}
