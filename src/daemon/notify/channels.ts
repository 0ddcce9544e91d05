/** Builds the channels and heartbeats that the configuration names; secrets are read when they are used, not here. */
import { readFileSync } from 'node:fs';
import type { Channel } from '../../controller/notify/channel.js';
import { addressHeart, fileHeart, type HeartShape } from '../../controller/notify/channels/heartbeats.js';
import { mailChannel } from '../../controller/notify/channels/mail.js';
import { poolMessageChannel } from '../../controller/notify/channels/pool-message.js';
import { webhookChannel } from '../../controller/notify/channels/webhook.js';
import type { Heart } from '../../controller/notify/heart.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { Secret } from '../../shared/secret.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { spanLength } from '../../shared/span.js';
import {
  poolMessagesName,
  type HeartbeatSettings,
  type MailSettings,
  type NotifySettings,
  type WebhookSettings,
} from '../config/notify-settings.js';
import type { Environment } from '../config/resolve.js';
import { readSecret } from '../credentials/read-secret.js';
import { sourceOf } from '../credentials/secret-source.js';

export interface ChannelParts {
  readonly environment: Environment;
  readonly clock: Clock;
  /** @throws POOL_UNKNOWN, CREDENTIAL_UNREADABLE … */
  connectPool(knownAs: string): Promise<XapiConnection>;
}

export function channelsOf(settings: NotifySettings, parts: ChannelParts): readonly Channel[] {
  const { enabled, severity, pools } = settings.poolMessages;
  const messages = { name: poolMessagesName, severity, pools, connect: parts.connectPool.bind(parts) };
  return [
    ...settings.webhooks.map((webhook) => webhookOf(webhook, parts)),
    ...settings.mail.map((mail) => mailOf(mail, parts)),
    ...(enabled ? [poolMessageChannel(messages)] : []),
  ];
}

export function heartsOf(settings: NotifySettings, parts: ChannelParts): readonly Heart[] {
  return settings.heartbeats.map((heartbeat) => heartOf(heartbeat, parts));
}

function webhookOf(webhook: WebhookSettings, parts: ChannelParts): Channel {
  const { name, severity, pools, format } = webhook;
  return webhookChannel({
    ...{ name, severity, pools, format, clock: parts.clock, destination: shownAddress(webhook) },
    address: () => addressOf(webhook, parts),
    secret: () => secretOf(webhook, 'secret', parts),
    ca: () => authorities(webhook.ca),
  });
}

function mailOf(mail: MailSettings, parts: ChannelParts): Channel {
  const { name, severity, pools, host, port, security, from, to, user } = mail;
  return mailChannel({
    ...{ name, severity, pools, host, port, security, from, to, user },
    password: () => secretOf(mail, 'password', parts),
    ca: () => authorities(mail.ca),
  });
}

function heartOf(heartbeat: HeartbeatSettings, parts: ChannelParts): Heart {
  const { name, pools, file, method, onStop, when } = heartbeat;
  const shape: HeartShape = {
    ...{ name, pools, every: spanLength(heartbeat.every), always: when === 'always' },
    destination: file ?? shownAddress(heartbeat),
  };
  if (file !== undefined) return fileHeart({ ...shape, file });
  return addressHeart({
    ...{ ...shape, method, onStop, clock: parts.clock },
    address: () => addressOf(heartbeat, parts),
    ca: () => authorities(heartbeat.ca),
  });
}

type WithAddress = Pick<WebhookSettings, 'name' | 'url' | 'urlFile' | 'urlEnvironment' | 'urlCredential'>;

function addressOf(settings: WithAddress, parts: ChannelParts): Secret {
  if (settings.url !== undefined) return new Secret(settings.url);
  const address = secretOf(settings, 'url', parts);
  if (address === undefined) throw new TypeError(`${settings.name} has no address`);
  return address;
}

/** Without path and query: for many chat rooms those are the key. */
function shownAddress({ url, urlFile, urlEnvironment, urlCredential }: WithAddress): string {
  if (url !== undefined) return new URL(url).origin;
  return `the address in ${urlFile ?? urlEnvironment ?? urlCredential ?? ''}`;
}

function secretOf(settings: { readonly name: string }, prefix: string, parts: ChannelParts): Secret | undefined {
  const source = sourceOf({ ...settings }, prefix);
  if (source === undefined || source === 'several') return undefined;
  return readSecret(source, parts.environment, `reading the ${prefix} of the channel ${settings.name}`);
}

function authorities(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading certificates', subject: file, cause });
  }
}
