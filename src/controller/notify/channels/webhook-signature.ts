/**
 * Signs what is posted, so that a receiver can tell it from anybody else's. Headers and form are those of the public Standard
 * Webhooks specification, for which receivers exist in most languages: HMAC-SHA256 over `id.timestamp.body`.
 */
import { createHmac } from 'node:crypto';
import type { Secret } from '../../../shared/secret.js';

export interface Signed {
  readonly 'webhook-id': string;
  /** Seconds since 1970: of this attempt, so that a receiver may refuse what is old. */
  readonly 'webhook-timestamp': string;
  /** `v1,` and the signature in base64; absent without a secret. */
  readonly 'webhook-signature'?: string;
}

/** @param now milliseconds since 1970 */
export function signatureHeaders(id: string, now: number, body: string, secret: Secret | undefined): Signed {
  const timestamp = String(Math.floor(now / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === undefined) return headers;
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
}

/** `whsec_` and base64, as the specification hands secrets out; anything else is the key as it stands. */
function keyOf(secret: Secret): Buffer {
  const text = secret.reveal();
  return text.startsWith('whsec_') ? Buffer.from(text.slice('whsec_'.length), 'base64') : Buffer.from(text, 'utf8');
}
