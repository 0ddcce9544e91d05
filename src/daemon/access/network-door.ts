/** The door of a TCP listener: which names it goes by, who a cookie or token belongs to, and whether its own page sends the request. */
import type { IncomingMessage } from 'node:http';
import type { Caller } from '../../contract/api/caller.js';
import type { Door } from '../../contract/api/door.js';
import { csrfHeader } from '../../contract/api/session.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { KnownAccess } from './known-access.js';
import { foreign, requireOwnHost, requireOwnOrigin, type OwnNames } from './own-page.js';
import { cookieOf } from './session-cookie.js';
import { isCsrf, type Sessions } from './sessions.js';
import type { TokenUse } from './token-use.js';
import { tokenOf } from './tokens.js';

export interface DoorParts {
  readonly access: KnownAccess;
  readonly sessions: Sessions;
  readonly tokenUse: TokenUse;
  readonly clock: Clock;
  readonly own: OwnNames;
}

export function networkDoor(parts: DoorParts): Door {
  return {
    admit: async (request) => {
      requireOwnHost(request.headers, parts.own);
      const { authorization } = request.headers;
      // Who shows a token is no browser that was talked into it: a page cannot set this header without being asked first.
      if (authorization !== undefined) return byToken(parts, request, authorization);
      requireOwnOrigin(request.headers, parts.own);
      return byCookie(parts, request);
    },
  };
}

async function byToken(
  { access, tokenUse, clock }: DoorParts,
  request: IncomingMessage,
  header: string,
): Promise<Caller> {
  const [, text] = /^bearer +([\w-]+) *$/i.exec(header) ?? [];
  const token = text === undefined ? undefined : tokenOf(await access.now(), text, clock.now());
  // Not taken for a stranger: a script whose token has run out must hear of it even where none is needed.
  if (token === undefined) throw new DrydockError('NOT_SIGNED_IN', { attempted: 'looking at the token of a request' });
  tokenUse.used(token.name);
  return {
    ...{ name: token.name, kind: 'token', rank: token.role, from: addressOf(request), session: null },
    token: token.sha256,
  };
}

async function byCookie({ access, sessions, own }: DoorParts, request: IncomingMessage): Promise<Caller> {
  const from = addressOf(request);
  const secret = cookieOf(request.headers, own.tls);
  const session = secret === undefined ? undefined : sessions.use(secret, await access.now());
  if (secret === undefined || session === undefined)
    return { name: null, kind: 'nobody', rank: 'anyone', from, session: null };
  if (request.method !== 'GET' && request.method !== 'HEAD') requireCsrf(request, secret);
  const kind = session.revision === null ? 'link' : 'user';
  return { name: session.name, kind, rank: session.role, from, session: session.id };
}

/** @throws REQUEST_FOREIGN */
function requireCsrf({ headers }: IncomingMessage, secret: string): void {
  const given = headers[csrfHeader];
  if (typeof given === 'string' && isCsrf(secret, given)) return;
  throw foreign(given === undefined ? `no ${csrfHeader}` : `another ${csrfHeader} than that of the session`);
}

export function addressOf(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
}
