/** The address of a source: what is sent to the server, and what may be shown of it. */
import { unsupportedSource } from '../unsupported-source.js';

export interface SourceAddress {
  /** Without credentials and fragment. */
  readonly url: URL;
  /** The header made from the credentials in the address. */
  readonly authorization: string | undefined;
  /** Without credentials and query, which often holds a token. */
  readonly shown: string;
}

const schemePattern = /^([a-z][a-z0-9+.-]*):\/\//i;

/** `http` of `http://host/`; undefined of a path. */
export function schemeOf(source: string): string | undefined {
  return schemePattern.exec(source)?.[1]?.toLowerCase();
}

/** A source as it may be shown and written down: of an address neither credentials nor query, a path as it is. */
export function shownSource(source: string): string {
  if (schemeOf(source) === undefined) return source;
  if (!URL.canParse(source))
    return source
      .replace(/:\/\/[^?#]*@/, '://')
      .split(/[?#]/, 1)
      .join('');
  const url = new URL(source);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** @throws MEDIA_SOURCE_UNSUPPORTED */
export function parseAddress(source: string): SourceAddress {
  const shown = shownSource(source);
  if (!URL.canParse(source)) throw unsupportedSource(shown, 'an address that cannot be read');
  const url = new URL(source);
  const authorization = authorizationOf(url, shown);
  url.username = '';
  url.password = '';
  url.hash = '';
  return { url, authorization, shown };
}

function authorizationOf({ username, password }: URL, shown: string): string | undefined {
  if (username === '' && password === '') return undefined;
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(credentials).toString('base64')}`;
  } catch {
    throw unsupportedSource(shown, 'an address whose user or password is not written as URLs are (%40 for @)');
  }
}
