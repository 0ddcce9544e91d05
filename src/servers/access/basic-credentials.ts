/** The Authorization header of RFC 7617, as the host library, the installers and libcurl send it. */

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** undefined when there are none, or they cannot be read. */
export function basicCredentials(header: string | undefined): Credentials | undefined {
  const encoded = /^basic +([a-z0-9+/]+={0,2}) *$/i.exec(header ?? '')?.[1];
  const text = encoded === undefined ? undefined : decoded(Buffer.from(encoded, 'base64'));
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon === -1) return undefined;
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Clients send UTF-8 today and ISO 8859-1 in python 2; what is no UTF-8 is the latter. */
function decoded(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
