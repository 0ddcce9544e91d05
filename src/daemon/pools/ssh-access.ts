/** From a pool's record to the control domains of its hosts: where they are, by which credential, and which keys are believed. */
import { readFile, stat } from 'node:fs/promises';
import { reading } from '../../controller/shell/commands.js';
import type { HostShell, ShellHost } from '../../controller/shell/host-shell.js';
import { sshHostShell } from '../../controller/shell/ssh-host-shell.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { Secret } from '../../shared/secret.js';
import { shownHostKey } from '../../ssh/connect.js';
import type { HostKey } from '../../ssh/host-key.js';
import { describeKey, isSameKey } from '../../ssh/host-key.js';
import type { SshCredential, SshTarget } from '../../ssh/target.js';
import type { PoolRecord } from './pool-record.js';
import type { SshRecord } from './ssh-record.js';

export { describeKey, isSameKey, type HostKey };

/** From the first packet to the accepted log-in. */
const logInDeadline = 20_000;

/** Where a host is logged in to. */
export interface SshPlace {
  readonly address: string;
  readonly port: number;
}

/** Undefined where SSH is not set up for the pool. @throws CREDENTIAL_UNREADABLE */
export async function openShell(record: PoolRecord, clock: Clock): Promise<HostShell | undefined> {
  const { ssh } = record;
  if (ssh === undefined) return undefined;
  const credential = await readSshCredential(ssh.credential);
  return sshHostShell((host) => targetOf(ssh, credential, host), clock);
}

/** The key that a host shows, without anything of the credential being sent. @throws SSH_UNREACHABLE, SSH_NO_COMMON_ALGORITHM */
export function readHostKey(place: SshPlace, oldSsh: boolean, clock: Clock, signal: AbortSignal): Promise<HostKey> {
  return shownHostKey({ host: place.address, port: place.port, oldSsh, deadline: logInDeadline }, clock, signal);
}

/** Proves that user, key or password and the pinned key are right, by a command that only looks. @throws SSH_… */
export async function proveShell(record: SshRecord, host: ShellHost, clock: Clock, signal: AbortSignal): Promise<void> {
  const credential = await readSshCredential(record.credential);
  const session = sshHostShell((each) => targetOf(record, credential, each), clock).open(host);
  try {
    await session.run(reading.firmware.make(), signal);
  } finally {
    session.close();
  }
}

/** A host that is not in the record is asked all the same, and refused for its key: the error shows it. */
function targetOf(record: SshRecord, credential: SshCredential, host: ShellHost): SshTarget {
  const known = record.hosts[host.address];
  return {
    host: known?.address ?? host.address,
    port: known?.port ?? 22,
    user: record.user,
    credential,
    hostKey: known?.key,
    oldSsh: record.oldSsh,
    deadline: logInDeadline,
  };
}

async function readSshCredential({ kind, path }: SshRecord['credential']): Promise<SshCredential> {
  const attempted = kind === 'key-file' ? 'reading the private key for SSH' : 'reading the password file for SSH';
  let text: string;
  try {
    const { mode } = await stat(path);
    if ((mode & 0o007) !== 0) {
      throw new DrydockError('CREDENTIAL_UNREADABLE', {
        attempted,
        subject: path,
        expected: 'a file that others may not read',
        found: `mode ${(mode & 0o777).toString(8)}`,
      });
    }
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof DrydockError) throw cause;
    throw new DrydockError('CREDENTIAL_UNREADABLE', { attempted, subject: path, cause });
  }
  const first = text.split(/\r?\n/)[0] ?? '';
  if (first === '') {
    throw new DrydockError('CREDENTIAL_UNREADABLE', { attempted, subject: path, found: 'an empty first line' });
  }
  return kind === 'key-file'
    ? { kind: 'key', key: new Secret(text) }
    : { kind: 'password', password: new Secret(first) };
}
