/** An install URL taken apart as the clients do it, and how each of them writes the path of a file. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { Secret } from '../../shared/secret.js';
import type { ClientProfile } from '../client-script.js';

export interface SourceAddress {
  readonly scheme: 'http' | 'ftp';
  readonly host: string;
  readonly port: number;
  readonly isStandardPort: boolean;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  /** As written in the URL, with its leading slash. */
  readonly path: string;
  /** With the question mark; host libraries drop it, installers glue the file name to it. */
  readonly query: string;
}

const standardPorts = { http: 80, ftp: 21 } as const;

/** @throws INSTALL_URL_UNSUPPORTED for anything else than http and ftp. */
export function parseSourceAddress(baseUrl: string): SourceAddress {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const scheme = url?.protocol.slice(0, -1);
  if (url === undefined || (scheme !== 'http' && scheme !== 'ftp')) {
    throw new DrydockError('INSTALL_URL_UNSUPPORTED', {
      attempted: 'reading the address of an install source',
      expected: 'http://… or ftp://…',
      found: url === undefined ? 'no URL' : `${url.protocol}//…`,
    });
  }
  return {
    scheme,
    host: url.hostname,
    port: url.port === '' ? standardPorts[scheme] : Number(url.port),
    isStandardPort: url.port === '',
    user: url.username === '' ? undefined : decodeLeniently(url.username),
    password: url.username === '' ? undefined : new Secret(decodeLeniently(url.password)),
    path: url.pathname,
    query: url.search,
  };
}

/** A stray percent sign stays as it is, as Python's unquote leaves it. */
export function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The request target of a file over HTTP. */
export function httpTarget(source: SourceAddress, profile: ClientProfile, path: string): string {
  const base = profile.family === 'installer' ? source.path + source.query : source.path;
  const joined = base.endsWith('/') || profile.needsTrailingSlash ? base : `${base}/`;
  return joined + encodePath(profile, path);
}

/** Host libraries send names as they are; installers quote like Python 2; libcurl's users in lower case. */
function encodePath(profile: ClientProfile, path: string): string {
  switch (profile.family) {
    case 'host-library':
      // A blank or a control character would break the request line; Python refuses such names, so none occur.
      return encodeOutside(path, /[^\x21-\x7e]/gu);
    case 'installer':
      return encodeOutside(path, /[^A-Za-z0-9_.\-/]/gu);
    case 'libcurl':
      return encodeOutside(path, /[^A-Za-z0-9_.~\-/]/gu).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  }
}

function encodeOutside(text: string, unsafe: RegExp): string {
  return text.replace(unsafe, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}
