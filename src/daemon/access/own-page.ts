/**
 * Whether a request may come from the dashboard's own page. A browser sends cookies and reaches loopback for any page that it
 * shows; what it cannot do for another page is lie about Host, Origin and Sec-Fetch-Site.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface OwnNames {
  /** Names of the configuration, in small letters. */
  readonly names: readonly string[];
  /** Whether this listener speaks TLS itself. */
  readonly tls: boolean;
}

/**
 * A page of the attacker's name that points at this machine has his name in Host. Addresses cannot be pointed elsewhere, so that any
 * is taken, with any port: a tunnel has its own. @throws HOST_NAME_UNKNOWN
 */
export function requireOwnHost(headers: IncomingHttpHeaders, { names }: OwnNames): void {
  const host = hostName(headers.host ?? '');
  if (host !== undefined && (isIP(host) !== 0 || host === 'localhost' || names.includes(host))) return;
  throw new DrydockError('HOST_NAME_UNKNOWN', {
    attempted: 'looking at the Host header',
    found: headers.host === undefined ? 'none' : headers.host.slice(0, 100),
    expected: ['an address', 'localhost', ...names].join(', '),
  });
}

/** Without brackets, port and closing dot; undefined for what is no host. */
function hostName(header: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+))(?::\d{1,5})?$/.exec(header) ?? [];
  return bracketed ?? plain?.toLowerCase().replace(/\.$/, '');
}

/** For everything that a cookie lets in, and for signing in. @throws REQUEST_FOREIGN */
export function requireOwnOrigin(headers: IncomingHttpHeaders, { tls }: OwnNames): void {
  const site = headers['sec-fetch-site'];
  // `none`: typed, or from a bookmark. same-site is another port or name, and not ours.
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none')
    throw foreign(`Sec-Fetch-Site: ${site.slice(0, 40)}`);
  const { origin } = headers;
  if (origin === undefined) return;
  const schemes = tls ? ['https'] : ['http', 'https'];
  // A proxy that does TLS is asked with https, and asks with http.
  if (schemes.some((scheme) => origin === `${scheme}://${headers.host ?? ''}`)) return;
  throw foreign(`Origin: ${origin.slice(0, 100)}`);
}

export function foreign(found: string): DrydockError {
  return new DrydockError('REQUEST_FOREIGN', { attempted: 'looking at where a request comes from', found });
}
