/**
 * The configuration file: one schema is the source for validation, defaults, config/drydock.example.yaml and
 * docs/configuration.md. A setting stands here only when something reads it.
 */
import { z } from 'zod';
import { dashboardSettingsSchema } from './dashboard-settings.js';
import { ipv4, port } from './fields.js';
import { guardShape } from './guard-settings.js';
import { controllersSettingsSchema, journalSetting, postgresSettingsSchema } from './journal-settings.js';
import { nfsSettingsSchema } from './nfs-settings.js';
import { notifySettingsSchema } from './notify-settings.js';
import { probesSettingsSchema } from './probe-settings.js';
import { runSettingsSchema } from './run-settings.js';
import { checkServers } from './server-checks.js';
import { vmPolicySettings } from './vm-policy-settings.js';

const duration = z.string().regex(/^(0|\d{1,5}[mhd])$/, { error: 'must be 0, or a number with m, h or d, such as 7d' });

const fingerprint = z.string().regex(/^(?:(?:[0-9A-Fa-f] *){40}|(?:[0-9A-Fa-f] *){64})$/, {
  error: 'must be the fingerprint of a key: 40 or 64 hex digits',
});

const listenerSchema = (defaultPort: number) =>
  z.strictObject({
    address: ipv4
      .default('127.0.0.1')
      .describe(
        'Where to listen: 127.0.0.1 for this machine only, 0.0.0.0 for all addresses, or one address of this machine.',
      ),
    port: port.default(defaultPort).describe('The port; 0 takes a free one.'),
    advertise: ipv4
      .optional()
      .describe(
        'The address that hosts are given; needed where the server listens on 0.0.0.0. An IPv4 literal on the management network of the pool.',
      ),
  });

export type Listener = z.infer<ReturnType<typeof listenerSchema>>;

const listeners = (defaultPort: number, presetPorts: readonly number[] = [defaultPort]) =>
  z
    .array(listenerSchema(defaultPort))
    .default(presetPorts.map((presetPort) => ({ address: '127.0.0.1', port: presetPort })))
    .superRefine((list, context) => {
      list.forEach((listener, index) => {
        if (listener.address === '0.0.0.0' && listener.advertise === undefined) {
          context.addIssue({
            code: 'custom',
            path: [index, 'advertise'],
            message: 'is needed where address is 0.0.0.0: hosts must be given one address',
          });
        }
      });
    });

const mediaSettingsSchema = z.strictObject({
  cache: z
    .string()
    .min(1)
    .default('./media-cache')
    .describe('The store of imported media. Environment: DRYDOCK_MEDIA_CACHE.'),
  trustedKeys: z
    .array(fingerprint)
    .default([])
    .describe(
      'Fingerprints of the only keys that may have signed a medium, as vendors publish them; blanks do not count. Empty: any key that a medium names first.',
    ),
  requireSignature: z
    .boolean()
    .default(false)
    .describe('Refuse a medium unless its repository and all its packages have good signatures.'),
  reserve: z
    .number({ error: 'must be a number' })
    .nonnegative({ error: 'must be at least 0' })
    .default(256)
    .describe('How many megabytes of the disk an import leaves free; one that would need them is refused early.'),
  keep: z
    .int({ error: 'must be a whole number' })
    .min(0, { error: 'must be at least 0' })
    .default(2)
    .describe('How many media of each product `media prune` keeps. Nothing is removed without that command.'),
  rehashEvery: duration
    .default('7d')
    .describe(
      'How old the last hashing of a medium may be before the controller hashes it again: minutes, hours or days, such as 30m, 12h, 7d; 0 switches it off.',
    ),
  rehashRate: z
    .number({ error: 'must be a number' })
    .positive({ error: 'must be more than 0' })
    .default(50)
    .describe('How fast it reads meanwhile, at most, in megabytes a second.'),
});

const serverSettingsSchema = z
  .strictObject({
    http: listeners(8080).describe(
      'HTTP listeners. Hosts with a password in the address need port 80 or 443; without, any port does.',
    ),
    https: listeners(8443, []).describe(
      'HTTPS listeners, for people and for hosts of 8.1 and newer that are pointed at it by hand: none can be told which authority to trust, so the certificate must be one that they know. Runs give hosts plain HTTP; what they install is verified by its signature. A small file that is being answered when the serving process dies is answered again over HTTP, but not over HTTPS.',
    ),
    ftp: listeners(2121).describe(
      'FTP listeners; an empty list switches FTP off. Installers up to 8.0 ask on port 21 only.',
    ),
    nfs: nfsSettingsSchema.prefault({}).describe('An NFS server for the same media; off until told otherwise.'),
    plainPath: z
      .boolean()
      .default(true)
      .describe(
        'Serve /media/<id-or-alias>/ as well, for people and for XenCenter. Hosts of a run get an address of their own in any case.',
      ),
    ...guardShape,
  })
  .superRefine(checkServers);

const logSettingsSchema = z.strictObject({
  level: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be one of debug, info, warn, error, silent' })
    .default('info')
    .describe('The least important messages that the logs of the processes hold.'),
});

const checkSettingsSchema = z.strictObject({
  withoutSsh: z
    .enum(['note', 'block'], { error: 'must be one of note, block' })
    .default('note')
    .describe(
      'What becomes of what only SSH tells (boot disk, firmware, staged installers …) of pools for which it is not set up. note: it is shown, and stands in the report as accepted. block: a person must answer it.',
    ),
});

export const settingsSchema = z.strictObject({
  media: mediaSettingsSchema.prefault({}).describe('What is served.'),
  state: z
    .string()
    .min(1)
    .default('./drydock-state')
    .describe('Journal, known pools, grants, sockets and logs. Environment: DRYDOCK_STATE.'),
  journal: journalSetting,
  postgres: postgresSettingsSchema
    .prefault({})
    .describe('How the database of the journal is reached, where there is one.'),
  controllers: controllersSettingsSchema.prefault({}).describe('For controllers that share the journal of a database.'),
  servers: serverSettingsSchema.prefault({}).describe('How hosts read it. Loopback until told otherwise.'),
  dashboard: dashboardSettingsSchema
    .prefault({})
    .describe('The dashboard and the control API on the network; see docs/access.md.'),
  checks: checkSettingsSchema.prefault({}).describe('What is asked of a pool before a run.'),
  notify: notifySettingsSchema
    .prefault({})
    .describe('What is told to people while a run goes on; see docs/notifications.md.'),
  log: logSettingsSchema
    .prefault({})
    .describe('Logs go to the standard error of each process; `serve` keeps them in the state folder.'),
  probes: probesSettingsSchema.describe(
    'Questions of your own that are asked around a run, each a command or an address. One that fails, or cannot be asked, blocks like any other check.',
  ),
  runs: runSettingsSchema.prefault({}).describe('What holds for the runs that are planned.'),
  vmPolicies: vmPolicySettings,
});

/** The settings of every process, complete and checked. */
export type Settings = z.infer<typeof settingsSchema>;
