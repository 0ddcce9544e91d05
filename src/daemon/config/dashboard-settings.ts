/** The settings of the dashboard and of the control API on the network: where it listens, under which names, and for how long. */
import { z } from 'zod';
import { ipv4, port, span } from './fields.js';

const hostName = z
  .string()
  .regex(/^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/, {
    error: 'must be a host name in small letters, such as drydock.example.org',
  });

const tlsSchema = z.strictObject({
  certificate: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A file with the certificate and those that lead to its root, in PEM. A renewed one is taken up within a minute.',
    ),
  key: z.string().min(1).optional().describe('A file with its private key, in PEM.'),
});

const sessionSchema = z.strictObject({
  idle: span.default('1h').describe('After how long without a request a session ends; an open page counts as one.'),
  longest: span.default('12h').describe('After how long it ends in any case.'),
});

const importsSchema = z.strictObject({
  folders: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Folders of this machine that media may be imported from through the dashboard and the control API, beside `incoming` in the state folder. Nothing else can be named there; the command line takes any path.',
    ),
  urls: z
    .boolean()
    .default(true)
    .describe(
      'Whether media may be imported from http(s) addresses there: this machine then asks for an address that an operator names.',
    ),
  largestUpload: z
    .number({ error: 'must be a number' })
    .positive({ error: 'must be more than 0' })
    .default(20)
    .describe('The most gigabytes that one upload may have.'),
});

export const dashboardSettingsSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Listen at all. The Unix socket of the command line is there in any case.'),
    address: ipv4
      .default('127.0.0.1')
      .describe(
        'Where to listen: 127.0.0.1 for this machine only (reach it with `ssh -L 8743:127.0.0.1:8743`), or another address of it, which needs tls.',
      ),
    port: port.default(8743).describe('The port; 0 takes a free one.'),
    names: z
      .array(hostName)
      .default([])
      .describe(
        'Host names under which it is opened, beside addresses and localhost; others are refused, since DNS rebinding looks like that.',
      ),
    tls: tlsSchema.prefault({}).describe('What it shows to browsers; with both files it speaks HTTPS only.'),
    allowPlainText: z
      .boolean()
      .default(false)
      .describe(
        'Listen on another address than loopback without tls: passwords and sessions can then be read on the way. Only behind a proxy that does TLS.',
      ),
    session: sessionSchema.prefault({}).describe('How long people stay signed in.'),
    imports: importsSchema.prefault({}).describe('What may be imported through it.'),
  })
  .superRefine(({ enabled, address, tls, allowPlainText }, context) => {
    const problem = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if (tls.certificate !== undefined && tls.key === undefined) problem(['tls', 'key'], 'is needed with a certificate');
    if (tls.key !== undefined && tls.certificate === undefined) problem(['tls', 'certificate'], 'is needed with a key');
    if (!enabled || address.startsWith('127.') || tls.certificate !== undefined || allowPlainText) return;
    problem(['address'], 'is not loopback, so that tls.certificate and tls.key are needed (or allowPlainText: true)');
  });

export type DashboardSettings = z.infer<typeof dashboardSettingsSchema>;
