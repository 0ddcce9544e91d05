/** Every file that a secret is kept in, and whether it can be read and is closed to others. Never what is in it. */
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { Settings } from '../../config/schema.js';
import { readSecret } from '../../credentials/read-secret.js';
import { sourceOf } from '../../credentials/secret-source.js';
import type { PoolRecord } from '../../pools/pool-record.js';

export interface SecretFacts {
  /** What it opens: `pool lab`. */
  readonly what: string;
  readonly path: string;
  /** Null: it is as it should be. */
  readonly problem: SecretProblem | null;
}

export interface SecretProblem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** This user may not read it: that says nothing of the user of the service. */
  readonly denied: boolean;
}

interface SecretFile {
  readonly what: string;
  readonly path: string;
}

export function readSecretFiles(settings: Settings, pools: readonly PoolRecord[]): SecretFacts[] {
  return secretFiles(settings, pools).map((file) => ({ ...file, problem: problemWith(file) }));
}

/** Those in variables and systemd's credentials belong to a process, and cannot be seen from here. */
function secretFiles({ servers, dashboard, notify, postgres }: Settings, pools: readonly PoolRecord[]): SecretFile[] {
  const named = (what: string, settings: Readonly<Record<string, unknown>>, ...prefixes: string[]): SecretFile[] =>
    prefixes.flatMap((prefix) => {
      const source = sourceOf(settings, prefix);
      return typeof source === 'object' && source.kind === 'file' ? [{ what, path: source.path }] : [];
    });
  return [
    ...pools.flatMap(({ name, credential, ssh }) => [
      ...(credential.kind === 'file' ? [{ what: `pool ${name}`, path: credential.path }] : []),
      ...(ssh === undefined ? [] : [{ what: `SSH of pool ${name}`, path: ssh.credential.path }]),
    ]),
    ...servers.access.users.flatMap((user) => named(`user ${user.name} of the servers`, user, 'password')),
    ...named('database of the journal', postgres, 'password'),
    ...(servers.tls.key === undefined ? [] : [{ what: 'key of the HTTPS listeners', path: servers.tls.key }]),
    ...(dashboard.tls.key === undefined ? [] : [{ what: 'key of the dashboard', path: dashboard.tls.key }]),
    ...notify.webhooks.flatMap((channel) => named(`webhook ${channel.name}`, channel, 'url', 'secret')),
    ...notify.mail.flatMap((channel) => named(`mail ${channel.name}`, channel, 'password')),
    ...notify.heartbeats.flatMap((channel) => named(`heartbeat ${channel.name}`, channel, 'url')),
  ];
}

function problemWith({ what, path }: SecretFile): SecretFacts['problem'] {
  try {
    readSecret({ kind: 'file', path }, {}, `looking at the secret of ${what}`);
    return null;
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { code: error.code, message: error.message, remedy: error.remedy, denied: isDenied(error.details.cause) };
  }
}

function isDenied(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EACCES';
}
