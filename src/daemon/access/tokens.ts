/** Tokens for automation: shown once, kept as a hash, recognised by their beginning. */
import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '../../contract/api/roles.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';
import { Secret } from '../../shared/secret.js';
import type { Access, Token } from './access-file.js';
import { isSame, requireName } from './people.js';

/** So that a scanner of repositories can find one that was committed. */
const mark = 'drydock_';
const shownLength = mark.length + 6;

interface NewToken {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: number | null;
  readonly by: string;
  readonly at: number;
}

/** @throws ACCESS_NAME_INVALID, ACCESS_NAME_TAKEN */
export function addToken(
  access: Access,
  { name, role, expiresAt, by, at }: NewToken,
  random: (size: number) => Uint8Array = randomBytes,
): { readonly access: Access; readonly secret: Secret } {
  requireName(name);
  if (access.tokens.some((token) => isSame(token.name, name)))
    throw new DrydockError('ACCESS_NAME_TAKEN', { attempted: 'adding a token', subject: name });
  const text = `${mark}${Buffer.from(random(32)).toString('base64url')}`;
  const token: Token = {
    ...{ name, role, sha256: digestOf(text), prefix: text.slice(0, shownLength) },
    ...{ createdAt: at, createdBy: by, expiresAt },
  };
  return { access: { ...access, tokens: [...access.tokens, token] }, secret: new Secret(text) };
}

/** @throws ACCESS_UNKNOWN */
export function revokeToken(access: Access, name: string): Access {
  const found = access.tokens.find((token) => isSame(token.name, name));
  if (found !== undefined) return { ...access, tokens: access.tokens.filter((token) => token !== found) };
  const meant = nearestWord(
    name,
    access.tokens.map((token) => token.name),
  );
  throw new DrydockError('ACCESS_UNKNOWN', {
    attempted: 'revoking a token',
    subject: name,
    ...(meant === undefined ? {} : { found: `${meant}, did you mean that?` }),
  });
}

/** The token that this text is, unless it has run out. Looked up by its hash, whose bits nobody can choose one by one. */
export function tokenOf(access: Access, text: string, now: number): Token | undefined {
  if (!text.startsWith(mark) || text.length > 200) return undefined;
  const digest = digestOf(text);
  return access.tokens.find(({ sha256, expiresAt }) => sha256 === digest && (expiresAt === null || expiresAt > now));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
