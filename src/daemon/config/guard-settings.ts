/** The settings that guard the servers: who may read, how much of this machine they may take, and what is told of it. */
import { z } from 'zod';
import { secretSettings, sourceOf } from '../credentials/secret-source.js';
import { count, megabytesASecond, network, seconds } from './fields.js';
import { mirrorsSetting } from './mirror-settings.js';

const portRange = z.string().refine((text) => parsePortRange(text) !== undefined, {
  error: 'must be two ports between 1 and 65535, the lower one first, such as 50000-50099',
});

/** undefined when it is none. */
export function parsePortRange(text: string): { readonly from: number; readonly to: number } | undefined {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return from >= 1 && from <= to && to <= 65535 ? { from, to } : undefined;
}

const userSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[^\p{Cc}:]{1,64}$/u, { error: 'must have 1 to 64 characters, no colon and no control character' })
      .describe('The name; anonymous and ftp are those who give no password.'),
    ...secretSettings('password', 'the password'),
  })
  .refine((user) => ![undefined, 'several'].includes(sourceOf(user, 'password') as 'several' | undefined), {
    error: 'needs one of passwordFile, passwordEnvironment and passwordCredential, and only one',
  })
  .refine((user) => !/^(anonymous|ftp)$/i.test(user.name), {
    path: ['name'],
    error: 'is the name of those who give no password',
  });

const accessSettingsSchema = z.strictObject({
  addresses: z
    .array(network)
    .default([])
    .describe(
      'IPv4 networks that may connect over HTTP, HTTPS and FTP, such as 192.0.2.0/24; empty: all. This machine always may. A host comes from its address on the network that reaches this server, and the installer from the one that DHCP or its answer file gives it.',
    ),
  users: z.array(userSchema).default([]).describe('Users of HTTP (Basic) and FTP. Passwords never stand in this file.'),
  password: z
    .enum(['nothing', 'plain-path', 'everything'], { error: 'must be one of nothing, plain-path, everything' })
    .default('nothing')
    .describe(
      "What a password is needed for. plain-path: all but the addresses that hosts of a run are given, whose secret part is a credential itself and ends with the upgrade; over FTP anonymous users then see only those. everything: those as well, so that Drydock's own runs are refused (it gives hosts no password) and only addresses with a user in them work, as XenCenter gives them: http://user:password@192.0.2.10/media/ID/. Hosts send a password over HTTP to port 80 only, installers before XenServer 9 likewise; over FTP they send it to any port they can reach. /healthz and /readyz stay open.",
    ),
});

const limitSettingsSchema = z.strictObject({
  connections: count.default(2000).describe('HTTP connections at a time.'),
  connectionsPerAddress: count
    .default(256)
    .describe(
      'HTTP connections of one address; an installer opens up to 4, but hosts behind one router share an address.',
    ),
  ftpSessions: count.default(500).describe('FTP sessions at a time.'),
  ftpSessionsPerAddress: count.default(64).describe('FTP sessions of one address.'),
  headerTimeout: seconds.default(15).describe("Seconds for a request's head to arrive."),
  idleTimeout: seconds
    .default(65)
    .describe('Seconds that a connection may stay open between two requests, or an FTP session between two commands.'),
  stallTimeout: seconds
    .default(120)
    .describe('Seconds that a client may take for the next part of a file before it is given up.'),
  ratePerAddress: megabytesASecond
    .default(0)
    .describe('The most megabytes a second that one address gets over HTTP and FTP; 0 is no cap.'),
  rate: megabytesASecond.default(0).describe('The most megabytes a second for all together; 0 is no cap.'),
});

const accessLogSettingsSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe(
      'Write one line of JSON for each request to media-server/access.log in the state folder. What hosts of a run ask for is kept in any case, as their activity.',
    ),
  size: z
    .number({ error: 'must be a number' })
    .positive({ error: 'must be more than 0' })
    .default(10)
    .describe('Megabytes after which the next file is begun.'),
  keep: z
    .int({ error: 'must be a whole number' })
    .min(0, { error: 'must be between 0 and 100' })
    .max(100, { error: 'must be between 0 and 100' })
    .default(5)
    .describe('How many older files stay.'),
});

const tlsSettingsSchema = z.strictObject({
  certificate: z
    .string()
    .min(1)
    .optional()
    .describe('A file with the certificate and those that lead to its root, in PEM.'),
  key: z.string().min(1).optional().describe('A file with its private key, in PEM; readable by the user of runAs.'),
});

export const guardShape = {
  tls: tlsSettingsSchema.prefault({}).describe('What the HTTPS listeners show; read when a serving process starts.'),
  passivePorts: portRange
    .optional()
    .describe(
      'The ports for data connections of FTP, such as 50000-50099: what a firewall in front of this machine must let through beside the port of FTP itself. Without it any free port is taken. Each session needs one at a time.',
    ),
  runAs: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/, { error: 'must be the name of a user of this machine' })
    .optional()
    .describe(
      'The user that the serving processes become once the ports are open, where Drydock is started by root. The media cache must be readable for it; its part of the state folder is handed to it. Under systemd use User= there.',
    ),
  access: accessSettingsSchema.prefault({}).describe('Who may read.'),
  limits: limitSettingsSchema.prefault({}).describe('How much of this machine clients may take.'),
  accessLog: accessLogSettingsSchema.prefault({}).describe('A line for each request.'),
  metrics: z
    .strictObject({
      addresses: z
        .array(network)
        .default([])
        .describe(
          'IPv4 networks that may read /metrics over HTTP, for Prometheus; for all others there is no such path. Empty: nobody, since it tells when hosts are being upgraded and how busy this machine is. The control socket in the state folder gives it in any case: curl --unix-socket STATE/media-server.sock http://localhost/metrics',
        ),
    })
    .prefault({})
    .describe('Figures about the media server, in the text format of Prometheus.'),
  mirrors: mirrorsSetting,
};

export const guardSettingsSchema = z.strictObject(guardShape);

export type GuardSettings = z.infer<typeof guardSettingsSchema>;

/** The part of the servers' settings that guards them. */
export function guardsOf(servers: GuardSettings): GuardSettings {
  const { tls, passivePorts, runAs, access, limits, accessLog, metrics, mirrors } = servers;
  return {
    ...{ tls, access, limits, accessLog, metrics, mirrors },
    ...(passivePorts === undefined ? {} : { passivePorts }),
    ...(runAs === undefined ? {} : { runAs }),
  };
}
