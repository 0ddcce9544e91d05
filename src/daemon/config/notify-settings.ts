/** The settings of what is told to people while a run goes on: to whom, by which way, and from which severity on. */
import { z } from 'zod';
import { mailSecurities } from '../../controller/notify/channels/mail.js';
import { webhookFormats } from '../../controller/notify/channels/webhook-body.js';
import { eventSeverities } from '../../controller/notify/run-event.js';
import { secretSettings, sourceOf } from '../credentials/secret-source.js';
import { span, port } from './fields.js';

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, { error: 'must be a name of letters, digits, . _ -' })
  .describe('What it is called in logs, in the status, and by --channel.');

const severity = (preset: (typeof eventSeverities)[number]) =>
  z
    .enum(eventSeverities, { error: `must be one of ${eventSeverities.join(', ')}` })
    .default(preset)
    .describe('The least severity that is told: info, notice, warning or failure.');

const pools = z
  .array(z.string().min(1))
  .default([])
  .describe('Only of these pools, by the names they were added under; empty: of all.');

const ca = z
  .string()
  .min(1)
  .optional()
  .describe('A file with the authorities that its certificate is checked with, in PEM, in place of the public ones.');

const web = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: 'must be an http:// or https:// address',
  })
  .optional();

/** An address is a secret of its own where it is the only key to a chat room. */
const address = {
  url: web.describe('The address. Where it is a secret itself, use one of the next three instead.'),
  ...secretSettings('url', 'the address'),
};

const addressKeys = 'url, urlFile, urlEnvironment and urlCredential';

function hasOneAddress(settings: { url?: string | undefined }): boolean {
  const source = sourceOf(settings, 'url');
  return source !== 'several' && (settings.url === undefined) !== (source === undefined);
}

const webhookSchema = z
  .strictObject({
    name,
    ...address,
    ...secretSettings('secret', 'the key that what is posted is signed with'),
    format: z
      .enum(webhookFormats, { error: `must be one of ${webhookFormats.join(', ')}` })
      .default('json')
      .describe('json: the event for programs. slack: for Slack, Mattermost and Rocket.Chat. text: plain text.'),
    ca,
    severity: severity('info'),
    pools,
  })
  .refine(hasOneAddress, { path: ['url'], error: `is needed: one of ${addressKeys}, and only one` })
  .refine((settings) => sourceOf(settings, 'secret') !== 'several', {
    path: ['secretFile'],
    error: 'only one of secretFile, secretEnvironment and secretCredential may be given',
  });

const mailAddress = z
  .string()
  .regex(/^(?:[^\p{Cc}<>]* )?<?[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+>?$/u, { error: 'must be a mail address' });

const mailSchema = z
  .strictObject({
    name,
    host: z.string().min(1).describe('The mail server.'),
    port: port.default(587).describe('Its port: 587 for starttls, 465 for tls, 25 for a relay.'),
    security: z
      .enum(mailSecurities, { error: `must be one of ${mailSecurities.join(', ')}` })
      .default('starttls')
      .describe(
        'starttls: refused where the server does not offer it. none: only for a relay on a network of its own.',
      ),
    user: z.string().min(1).optional().describe('Whom to log in as; without it there is no login.'),
    ...secretSettings('password', 'its password'),
    from: mailAddress.describe('The sender.'),
    to: z.array(mailAddress).min(1, { error: 'must name somebody' }).describe('The recipients.'),
    ca,
    severity: severity('notice'),
    pools,
  })
  .superRefine((mail, context) => {
    const source = sourceOf(mail, 'password');
    const problem = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (mail.user === undefined && source !== undefined) problem('user', 'is needed where a password is given');
    if (mail.user !== undefined && (source === undefined || source === 'several'))
      problem('user', 'needs one of passwordFile, passwordEnvironment and passwordCredential, and only one');
    if (mail.user !== undefined && mail.security === 'none')
      problem('security', 'must be starttls or tls where a user is given: the password would travel in clear');
  });

const heartbeatSchema = z
  .strictObject({
    name,
    ...address,
    file: z.string().min(1).optional().describe('Or a file that is written anew each time.'),
    every: span.default('1m').describe('How often: seconds, minutes or hours, such as 30s, 5m.'),
    method: z
      .enum(['GET', 'POST'], { error: 'must be GET or POST' })
      .default('GET')
      .describe('POST sends JSON with the state of each open run.'),
    onStop: z
      .enum(['fail', 'silence'], { error: 'must be fail or silence' })
      .default('fail')
      .describe('When a run stops. fail: ask for the address with /fail behind it, as healthchecks.io has it.'),
    when: z
      .enum(['runs', 'always'], { error: 'must be runs or always' })
      .default('runs')
      .describe('runs: while a run is open. always: for services that raise an alarm whenever they hear nothing.'),
    ca,
    pools,
  })
  .refine((settings) => (settings.file === undefined ? hasOneAddress(settings) : !namesAddress(settings)), {
    path: ['url'],
    error: `is needed: one of ${addressKeys}, or file, and only one`,
  });

function namesAddress(settings: { url?: string | undefined }): boolean {
  return settings.url !== undefined || sourceOf(settings, 'url') !== undefined;
}

/** What alerts in pools are called, where channels are named. */
export const poolMessagesName = 'pool-messages';

export const notifySettingsSchema = z
  .strictObject({
    webhooks: z.array(webhookSchema).default([]).describe('Addresses that events are posted to.'),
    mail: z.array(mailSchema).default([]).describe('People who get mails.'),
    poolMessages: z
      .strictObject({
        enabled: z
          .boolean()
          .default(false)
          .describe('Leave events as messages in the pool: XenCenter and Xen Orchestra show them as alerts.'),
        severity: severity('notice'),
        pools,
      })
      .prefault({})
      .describe('Alerts in the pool itself.'),
    heartbeats: z
      .array(heartbeatSchema)
      .default([])
      .describe('Signs of life for something that raises an alarm when they stay away.'),
    remindEvery: span.default('30m').describe('How often a wait for a person is announced again.'),
    giveUpAfter: span
      .default('24h')
      .describe('How long a receiver that fails is tried with an event before the event counts as lost.'),
  })
  .superRefine((notify, context) => {
    const named = [
      ...notify.webhooks.map(({ name: own }, index) => ({ own, path: ['webhooks', index, 'name'] })),
      ...notify.mail.map(({ name: own }, index) => ({ own, path: ['mail', index, 'name'] })),
      ...notify.heartbeats.map(({ name: own }, index) => ({ own, path: ['heartbeats', index, 'name'] })),
    ];
    const names = [poolMessagesName, 'all', ...named.map(({ own }) => own)];
    named.forEach(({ own, path }, index) => {
      if (names.indexOf(own) !== index + 2) context.addIssue({ code: 'custom', path, message: 'stands twice' });
    });
  });

export type NotifySettings = z.infer<typeof notifySettingsSchema>;
export type WebhookSettings = NotifySettings['webhooks'][number];
export type MailSettings = NotifySettings['mail'][number];
export type HeartbeatSettings = NotifySettings['heartbeats'][number];
