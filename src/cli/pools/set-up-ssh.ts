/**
 * First use of SSH on each host of a pool: its key is shown and must be confirmed before anything of the credential is sent to it;
 * then the log-in is tried. A key that was pinned before must be the same, unless a person says that the keys are new.
 */
import type { PoolRecord } from '../../daemon/pools/pool-record.js';
import { readPoolSummary } from '../../daemon/pools/pool-summary.js';
import {
  describeKey,
  isSameKey,
  proveShell,
  readHostKey,
  type HostKey,
  type SshPlace,
} from '../../daemon/pools/ssh-access.js';
import type { SshRecord } from '../../daemon/pools/ssh-record.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import type { Surroundings } from '../surroundings.js';

export interface SshSetUp {
  readonly record: PoolRecord;
  /** For the API, by which the hosts of the pool are known. */
  readonly password: Secret;
  readonly ssh: Omit<SshRecord, 'hosts'>;
  /** By name or address of the host. */
  readonly keys: ReadonlyMap<string, string>;
  /** By the address that the pool has for a host. */
  readonly places: ReadonlyMap<string, SshPlace>;
  readonly trust: boolean;
  /** Keys that were pinned before are asked for anew. */
  readonly renew: boolean;
}

interface Host {
  readonly uuid: string;
  readonly name: string;
  readonly address: string;
}

/** @throws SSH_… of the first host that it fails on; nothing is kept then */
export async function setUpSsh(setUp: SshSetUp, surroundings: Surroundings): Promise<SshRecord> {
  const { clock, signal } = surroundings;
  const { hosts } = await readPoolSummary(setUp.record, setUp.password, clock, signal);
  const found: SshRecord['hosts'] = {};
  for (const host of hosts) {
    const place = placeOf(setUp, host);
    const shown = await readHostKey(place, setUp.ssh.oldSsh, clock, signal);
    await confirmKey(setUp, host, shown, surroundings);
    const entry = { name: host.name, ...place, key: shown };
    await proveShell({ ...setUp.ssh, hosts: { [host.address]: entry } }, host, clock, signal);
    found[host.address] = entry;
  }
  return { ...setUp.ssh, hosts: found };
}

/** What was given, what is kept, what the pool's API is reached at, or the host's own address. */
function placeOf({ record, places }: SshSetUp, { address }: Host): SshPlace {
  const given = places.get(address);
  if (given !== undefined) return given;
  const kept = record.ssh?.hosts[address];
  if (kept !== undefined) return { address: kept.address, port: kept.port };
  return { address: (record.addressMap[address] ?? address).replace(/:\d+$/, ''), port: 22 };
}

async function confirmKey(setUp: SshSetUp, host: Host, shown: HostKey, surroundings: Surroundings): Promise<void> {
  const given = setUp.keys.get(host.name) ?? setUp.keys.get(host.address);
  const pinned = setUp.renew ? undefined : setUp.record.ssh?.hosts[host.address]?.key;
  if (given !== undefined) {
    if (given !== shown.fingerprint) throw changed(host, given, shown);
    return;
  }
  if (pinned !== undefined) {
    if (!isSameKey(pinned, shown)) throw changed(host, describeKey(pinned), shown);
    return;
  }
  if (setUp.trust) return;
  const answer = await surroundings.ask(
    `${host.name} (${host.address}) shows the SSH host key\n  ${describeKey(shown)}\nIs it the one on its console ("ssh-keygen -lf")? [yes/no] `,
    false,
  );
  if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return;
  throw new DrydockError('SSH_HOST_KEY_UNCONFIRMED', {
    attempted: 'asking whether to trust an SSH host key',
    subject: host.name,
    found: `${describeKey(shown)}${answer === undefined ? ', and no terminal to ask at' : ', and the answer was no'}`,
    data: { host: host.name, address: host.address, ...shown },
  });
}

function changed(host: Host, expected: string, shown: HostKey): DrydockError {
  return new DrydockError('SSH_HOST_KEY_CHANGED', {
    attempted: 'comparing the SSH host key',
    subject: host.name,
    expected,
    found: describeKey(shown),
  });
}

/** For the answer of a command: each host with its pin. */
export function sshLines(ssh: SshRecord): string[] {
  const rows = Object.values(ssh.hosts).map(({ name, address, port, key }) => {
    const place = port === 22 ? address : `${address}:${port}`;
    return `  ${name} (${place})  ${describeKey(key)}`;
  });
  return [`hosts are looked into over SSH as ${ssh.user}; host keys pinned:`, ...rows];
}
