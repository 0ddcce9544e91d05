/** Posts each event to an address, signed; what the receiver answers decides whether it is sent again. */
import type { Clock } from '../../../shared/clock.js';
import type { Secret } from '../../../shared/secret.js';
import type { Channel, Delivery } from '../channel.js';
import { parseRetryAfter } from '../retry-pause.js';
import type { ToldEvent } from '../rollout-event.js';
import type { EventSeverity } from '../run-event.js';
import { httpSend, type HttpReply } from './http-send.js';
import { webhookBody, type WebhookFormat } from './webhook-body.js';
import { signatureHeaders } from './webhook-signature.js';

export interface WebhookOptions {
  readonly name: string;
  readonly severity: EventSeverity;
  readonly pools: readonly string[];
  readonly format: WebhookFormat;
  /** Without path and query, which may be secret. */
  readonly destination: string;
  readonly clock: Clock;
  /** Read at each attempt, so that a rotated secret holds at once. @throws when it cannot be read */
  address(): Secret;
  secret(): Secret | undefined;
  ca(): string | undefined;
}

/** The receiver has understood and says that this event is at fault. */
const finalStatuses: readonly number[] = [400, 413, 422];

export function webhookChannel(options: WebhookOptions): Channel {
  const { name, severity, pools, destination } = options;
  return {
    ...{ name, kind: 'webhook', severity, pools, destination },
    send: async (event, signal) => {
      const message = {
        url: addressOf(options.address()),
        ca: options.ca(),
        ...messageOf(event, options.format, options.secret(), options.clock.now()),
      };
      return deliveryOf(await httpSend({ ...message, method: 'POST' }, signal), options.clock.now());
    },
  };
}

function messageOf(
  event: ToldEvent,
  format: WebhookFormat,
  secret: Secret | undefined,
  now: number,
): { headers: Record<string, string>; body: string } {
  const { type, text } = webhookBody(event, format);
  return { headers: { 'content-type': type, ...signatureHeaders(event.id, now, text, secret) }, body: text };
}

/** @throws an error that does not show the address */
export function addressOf(address: Secret): URL {
  const text = address.reveal();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error('its address is no http:// or https:// address');
  }
  return url;
}

function deliveryOf(reply: HttpReply, now: number): Delivery {
  const said = reply.text === '' ? '' : `: ${reply.text.slice(0, 200)}`;
  const answer = `HTTP ${reply.status}${said}`;
  if (reply.status >= 200 && reply.status < 300) return { kind: 'taken', answer };
  if (reply.status >= 300 && reply.status < 400) {
    // A signed event goes where the administrator said, and nowhere else.
    return { kind: 'again', reason: `HTTP ${reply.status}: redirects are not followed; configure the final address` };
  }
  if (finalStatuses.includes(reply.status)) return { kind: 'refused', reason: answer };
  return { kind: 'again', reason: answer, after: parseRetryAfter(reply.retryAfter, now) };
}
