/** The cookie that names a session: no script can read it, and no other site can send it. */
import type { IncomingHttpHeaders } from 'node:http';

/** `__Host-`: browsers take it over TLS alone, for this host alone, so that no other server of the domain can plant one. */
const names = { tls: '__Host-drydock', plain: 'drydock-session' };

/** A secret of ours has no other characters; anything else is not looked up. */
const form = /^[A-Za-z0-9_-]{20,100}$/;

export function cookieFor(secret: string, tls: boolean): string {
  return `${tls ? names.tls : names.plain}=${secret}; ${attributes(tls)}`;
}

/** Makes the browser forget it. */
export function endedCookie(tls: boolean): string {
  return `${tls ? names.tls : names.plain}=; Max-Age=0; ${attributes(tls)}`;
}

export function cookieOf({ cookie = '' }: IncomingHttpHeaders, tls: boolean): string | undefined {
  const name = `${tls ? names.tls : names.plain}=`;
  const found = cookie
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(name))
    .map((part) => part.slice(name.length));
  // Two of the name are one too many: somebody has planted the other.
  const [secret] = found;
  return found.length === 1 && secret !== undefined && form.test(secret) ? secret : undefined;
}

function attributes(tls: boolean): string {
  return `Path=/; HttpOnly; SameSite=Strict${tls ? '; Secure' : ''}`;
}
