// One recognisable value for each credential that Drydock can take, planted where an administrator would put it.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testCertificate } from './notify-certificate.js';
import type { SiteSettings } from './chaos/site.js';

export const canaryNames = [
  'pool-password',
  'webhook-secret',
  'webhook-address',
  'heartbeat-address',
  'smtp-password',
  'user-password',
  'user-credential',
  'ssh-password',
  'ssh-key',
  'ssh-protected-key',
  'database-password',
  'tls-key',
] as const;

export type CanaryName = (typeof canaryNames)[number];

export type Canaries = Readonly<Record<CanaryName, string>>;

/** Handed to the processes in their environment, as an administrator does; there, and only there, it may be seen. */
export const heartbeatVariable = 'CANARY_HEARTBEAT_ADDRESS';

export function makeCanaries(): Canaries {
  const value = (name: string): string => `CANARY${name.replaceAll('-', '')}${randomBytes(8).toString('hex')}`;
  const drawn = Object.fromEntries(canaryNames.map((name) => [name, value(name)])) as Record<CanaryName, string>;
  return {
    ...drawn,
    'tls-key': lineOf(testCertificate().key),
    'ssh-key': lineOf(sshKeys.plain),
    'ssh-protected-key': lineOf(sshKeys.protected),
  };
}

/** A key has its own secret, one line of which is as good. */
function lineOf(key: string): string {
  return key.split('\n').find((line) => /^[A-Za-z0-9+/]{64}$/.test(line)) ?? 'no key';
}

/** One as it should be, and one with a passphrase, which is refused. */
const sshKeys = ((): { readonly plain: string; readonly protected: string } => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const form = { type: 'sec1', format: 'pem' } as const;
  return {
    plain: privateKey.export(form).toString(),
    protected: privateKey.export({ ...form, cipher: 'aes-256-cbc', passphrase: 'CANARYpassphrase' }).toString(),
  };
})();

export interface Receivers {
  readonly web: string;
  readonly smtpPort: number;
}

/** Writes the files of the secrets, and gives the settings that name them. */
export function plantCanaries(folder: string, canaries: Canaries, receivers: Receivers): SiteSettings {
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets, { mode: 0o700 });
  const file = (name: CanaryName, content: string = canaries[name]): string => {
    const path = join(secrets, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const { key, cert } = testCertificate();
  const certificate = join(secrets, 'certificate.pem');
  writeFileSync(certificate, cert, { mode: 0o600 });
  const tlsKey = file('tls-key', key);
  // systemd's way: a folder of the service, named by CREDENTIALS_DIRECTORY.
  file('user-credential');
  file('ssh-password');
  file('ssh-key', sshKeys.plain);
  file('ssh-protected-key', sshKeys.protected);
  return {
    log: { level: 'debug' },
    dashboard: { port: 0, tls: { certificate, key: tlsKey } },
    postgres: { passwordFile: file('database-password') },
    servers: {
      tls: { certificate, key: tlsKey },
      https: [{ address: '127.0.0.1', port: 0 }],
      access: {
        users: [
          { name: 'installer', passwordFile: file('user-password') },
          { name: 'second', passwordCredential: 'user-credential' },
        ],
        password: 'plain-path',
      },
      accessLog: { enabled: true },
      metrics: { addresses: ['127.0.0.1/32'] },
    },
    notify: {
      webhooks: [
        {
          name: 'chat',
          urlFile: file('webhook-address', `${receivers.web}/hook/${canaries['webhook-address']}`),
          secretFile: file('webhook-secret'),
        },
      ],
      mail: [
        {
          ...{ name: 'mail', host: '127.0.0.1', port: receivers.smtpPort, user: 'drydock', ca: certificate },
          ...{
            passwordFile: file('smtp-password'),
            from: 'drydock@example.com',
            to: ['ann@example.com'],
            severity: 'info',
          },
        },
      ],
      heartbeats: [{ name: 'heart', urlEnvironment: heartbeatVariable, every: '5s' }],
    },
  };
}

/** Which of them stand in the text, in clear or in the forms that JSON, addresses and Basic give a value. */
export function canariesIn(content: string | Uint8Array, canaries: Canaries): readonly CanaryName[] {
  const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
  return canaryNames.filter((name) => formsOf(canaries[name]).some((form) => text.includes(form)));
}

function formsOf(value: string): readonly string[] {
  // Base64 of a text that begins at each of the three places of its groups of letters.
  const encoded = ['', 'a', 'ab'].map((before) =>
    Buffer.from(`${before}${value}`)
      .toString('base64')
      .slice(before.length === 0 ? 0 : 4, -4),
  );
  return [value, encodeURIComponent(value), ...encoded, Buffer.from(value).toString('hex')];
}
