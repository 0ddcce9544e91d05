/** What the headers of an answer say about the file: how long it is, which part this is, how to know it again. */
import type { HttpAnswer } from './http-client.js';

/**
 * For If-Range: a strong entity tag, else the date of the last change (RFC 9110 13.1.5); undefined when the file could
 * change without our noticing.
 */
export function validatorOf({ headers }: HttpAnswer): string | undefined {
  const { etag } = headers;
  return etag?.startsWith('"') === true ? etag : headers['last-modified'];
}

export function lengthOf({ headers }: HttpAnswer): number | null {
  const text = headers['content-length'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

export interface ContentRange {
  /** Null where the answer is that there is no such part. */
  readonly start: number | null;
  readonly end: number | null;
  /** Of the whole file; null where the server does not know. */
  readonly total: number | null;
}

/** `bytes 100-199/1000`, its last byte included, or `bytes *` with the total (RFC 9110 14.4). */
export function rangeOf({ headers }: HttpAnswer): ContentRange | undefined {
  const match = /^bytes (?:(\d{1,15})-(\d{1,15})|\*)\/(\d{1,15}|\*)$/.exec(headers['content-range'] ?? '');
  if (match === null) return undefined;
  const [, start, last, total] = match;
  return {
    start: start === undefined ? null : Number(start),
    end: last === undefined ? null : Number(last) + 1,
    total: total === undefined || total === '*' ? null : Number(total),
  };
}
