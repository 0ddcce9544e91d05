/** Where a request ends and whom it is for: the fields that a smuggled request lies in (RFC 9112, 3.2 and 6.3). */
import type { RequestHeaders } from './request-head.js';

export type Framing = { readonly hasBody: boolean } | { readonly status: number; readonly refused: string };

const host = /^[A-Za-z0-9\-._~%!$&'()*+,;=:[\]]*$/;

export function framing(headers: RequestHeaders, minorVersion: 0 | 1): Framing {
  const { host: hostField, 'content-length': length, 'transfer-encoding': coding } = headers;
  if (hostField === undefined && minorVersion === 1) return refused('no Host');
  // A repeated Host was joined by a comma and a blank.
  if (hostField !== undefined && !host.test(hostField)) return refused('a Host that is none, or several');
  if (coding !== undefined) {
    if (length !== undefined) return refused('both Content-Length and Transfer-Encoding');
    if (minorVersion === 0) return refused('Transfer-Encoding in HTTP/1.0');
  } else if (length !== undefined && !/^\d+$/.test(length)) return refused('a Content-Length that is none, or several');
  return { hasBody: hasBody(headers) };
}

export function hasBody({ 'content-length': length, 'transfer-encoding': coding }: RequestHeaders): boolean {
  return coding !== undefined || (length !== undefined && Number(length) !== 0);
}

function refused(reason: string): Framing {
  return { status: 400, refused: reason };
}
