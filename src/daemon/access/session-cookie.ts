/** The cookie that names a session: no script can read it, and no other site can send it. */
import type { IncomingHttpHeaders } from 'node:http';

/** `__Host-`: browsers take it over TLS alone, for this host alone, so that no other server of the domain can plant one. */
const names = { tls: '__Host-drydock', plain: 'drydock-session' };

/** A secret of ours has no other characters; anything else is not looked up. */
const form = /^[A-Za-z0-9_-]{20,100}$/;

/** @param secure whether the browser has come over TLS, be it to this listener or to a proxy in front of it */
export function cookieFor(secret: string, secure: boolean): string {
  return `${secure ? names.tls : names.plain}=${secret}; ${attributes(secure)}`;
}

/** Makes the browser forget it. */
export function endedCookie(secure: boolean): string {
  return `${secure ? names.tls : names.plain}=; Max-Age=0; ${attributes(secure)}`;
}

/**
 * Whether the browser that asks has come over TLS. Behind a proxy only it knows: a page says so in Origin, with everything that
 * changes something, and what it says there was compared with its own address before.
 */
export function isOverTls({ origin }: IncomingHttpHeaders, tls: boolean): boolean {
  return tls || origin?.startsWith('https://') === true;
}

/** @param tls whether this listener speaks TLS itself: then no other cookie than that of TLS counts */
export function cookieOf(headers: IncomingHttpHeaders, tls: boolean): string | undefined {
  return namedCookie(headers, names.tls) ?? (tls ? undefined : namedCookie(headers, names.plain));
}

function namedCookie({ cookie = '' }: IncomingHttpHeaders, name: string): string | undefined {
  const found = cookie
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
  // Two of the name are one too many: somebody has planted the other.
  const [secret] = found;
  return found.length === 1 && secret !== undefined && form.test(secret) ? secret : undefined;
}

function attributes(secure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}
