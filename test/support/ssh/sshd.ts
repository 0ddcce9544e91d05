/** A real OpenSSH server on a free port, as an ordinary process, whose every session lands in a tree like that of a control domain. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';
import { waitUntil } from '../../../src/shared/wait-until.js';
import { shownHostKey } from '../../../src/ssh/connect.js';
import type { HostKey } from '../../../src/ssh/host-key.js';
import type { SshTarget } from '../../../src/ssh/target.js';
import { freePort } from '../nfs-free-port.js';
import { buildDom0, type Dom0Kind } from './dom0-trees.js';

export interface Sshd {
  readonly port: number;
  /** The root of the tree that sessions see. */
  readonly root: string;
  readonly keyFile: string;
  /** As ssh-keygen shows them. */
  readonly keys: readonly HostKey[];
  readonly target: (changes?: Partial<SshTarget>) => SshTarget;
  /** Ends the server's sessions, as a network that breaks does. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

export interface SshdOptions {
  readonly hostKeys?: readonly ('ed25519' | 'rsa')[];
  /** More lines for sshd_config. */
  readonly config?: readonly string[];
  /** Whether it can be asked for its key by old algorithms alone. */
  readonly oldSsh?: boolean;
}

const never = new AbortController().signal;

export async function startSshd(kind: Dom0Kind, options: SshdOptions = {}): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-sshd-'));
  const root = join(folder, 'dom0');
  mkdirSync(root);
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  await buildDom0(root, kind);
  const keygen = (type: string, file: string): void => {
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', join(folder, file)]);
  };
  const types = options.hostKeys ?? ['ed25519', 'rsa'];
  for (const type of types) keygen(type, `host_${type}`);
  keygen('ed25519', 'user');
  const port = await freePort();
  writeFileSync(
    join(folder, 'config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      ...types.map((type) => `HostKey ${join(folder, `host_${type}`)}`),
      `AuthorizedKeysFile ${join(folder, 'user.pub')}`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      `PidFile ${join(folder, 'pid')}`,
      'ChrootDirectory /mnt',
      'SetEnv PATH=/opt/dom0:/usr/bin:/bin',
      'MaxStartups 100',
      ...(options.config ?? []),
      '',
    ].join('\n'),
  );
  const server = spawn('unshare', ['-m', 'bash', '-c', inNamespace, root, join(folder, 'config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const place = { host: '127.0.0.1', port, oldSsh: options.oldSsh ?? false, deadline: 10_000 };
  const hostKey = await waitUntil(() => shownHostKey(place, systemClock, never).catch(() => undefined), {
    clock: systemClock,
    deadline: 15_000,
    every: 100,
    waitingFor: 'sshd to listen',
  });
  const key = new Secret(readFileSync(join(folder, 'user'), 'utf8'));
  return {
    port,
    root,
    keyFile: join(folder, 'user'),
    keys: types.map((type) => fingerprintOf(join(folder, `host_${type}.pub`))),
    target: (changes = {}) => ({ ...place, user: 'root', credential: { kind: 'key', key }, hostKey, ...changes }),
    cut: () => endChildren(server),
    stop: async () => {
      endChildren(server);
      const gone = once(server, 'exit');
      server.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** sshd sees its mounts alone: the tree at a place that it takes for a root, with the programs of this machine in it. */
const inNamespace = [
  'mount --bind "$0" /mnt',
  'mount --bind /usr /mnt/usr',
  'mount -t tmpfs none /mnt/usr/local',
  'mount --bind /dev /mnt/dev',
  'exec /usr/sbin/sshd -D -e -f "$1"',
].join(' && ');

/** The processes of its sessions; the listener stays. */
function endChildren({ pid }: ChildProcess): void {
  // Without children it ends with 1.
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  for (const child of stdout.split('\n')) {
    try {
      if (child.trim() !== '') process.kill(Number(child), 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
}

function fingerprintOf(file: string): HostKey {
  const [, fingerprint = ''] = execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' }).split(' ');
  return { type: readFileSync(file, 'utf8').split(' ')[0] ?? '', fingerprint };
}
