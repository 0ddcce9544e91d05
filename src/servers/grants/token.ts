/** The secret part of a grant's address. In the path, because hosts throw query strings away (media-and-clients.md 0, item 6). */
import { randomBytes } from 'node:crypto';

/** Lower case, since some clients lower-case options, and without characters that an URL or a console may change. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

const tokenBytes = 16;

/** 128 random bits in base32: 26 characters. */
export function newToken(random: (size: number) => Uint8Array = randomBytes): string {
  let bits = 0n;
  for (const byte of random(tokenBytes)) bits = (bits << 8n) | BigInt(byte);
  let token = '';
  for (let left = tokenBytes * 8; left > 0; left -= 5) {
    token += alphabet.charAt(Number(bits & 31n));
    bits >>= 5n;
  }
  return token;
}

/** The path part of the address a host is given. */
export function grantPath(token: string): string {
  return `/i/${token}/`;
}

/** For what other programs say of paths that they were given. As long as before, so that a file can be changed where it is. */
export function withoutTokens(text: string): string {
  return text.replace(/(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])/g, (token) => token.slice(0, 4).padEnd(token.length, '*'));
}
