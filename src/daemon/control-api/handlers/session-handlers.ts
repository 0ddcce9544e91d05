/** Signing in and out over the network; on the Unix socket its owner is signed in by having opened it. */
import type { Caller } from '../../../contract/api/caller.js';
import type { ApiHandlers, HandlerContext } from '../../../contract/api/handlers.js';
import { roles, type Role } from '../../../contract/api/roles.js';
import type { SessionReply, SignIn as SignInRequest } from '../../../contract/api/session.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { Secret } from '../../../shared/secret.js';
import type { KnownAccess } from '../../access/known-access.js';
import { addressOf } from '../../access/network-door.js';
import { findPerson } from '../../access/people.js';
import { cookieFor, cookieOf, endedCookie, isOverTls } from '../../access/session-cookie.js';
import { csrfOf, type Sessions } from '../../access/sessions.js';
import type { SignInLinks } from '../../access/sign-in-links.js';
import type { SignIn } from '../../access/sign-in.js';

export interface SessionParts {
  readonly version: string;
  readonly access: KnownAccess;
  readonly sessions: Sessions;
  readonly links: SignInLinks;
  readonly signIn: SignIn;
  readonly tls: boolean;
  /** Where the dashboard is opened. @throws DASHBOARD_NOT_LISTENING */
  address(): string;
  /** Called when a session has ended by being signed out. */
  ended(session: string): void;
}

export function sessionHandlers(parts: SessionParts): ApiHandlers<'readSession' | 'signIn' | 'signOut' | 'makeLink'> {
  return {
    readSession: (_input, { caller, request }) => describe(parts, caller, cookieOf(request.headers, parts.tls)),
    signIn: ({ body }, context) => signIn(parts, body, context),
    signOut: async (_input, { caller, request, response }) => {
      if (caller.session !== null) {
        await parts.sessions.end(caller.session);
        parts.ended(caller.session);
      }
      response.setHeader('set-cookie', endedCookie(isOverTls(request.headers, parts.tls)));
      return nobodyIn(parts);
    },
    makeLink: ({ body }, { by, about }) => {
      const address = parts.address();
      const { secret, expiresAt } = parts.links.make({ name: by, role: body.role });
      about({ object: by, detail: `as ${body.role}` });
      return Promise.resolve({ url: `${address}#/sign-in/${secret}`, expiresAt });
    },
  };
}

async function signIn(parts: SessionParts, body: SignInRequest, context: HandlerContext): Promise<SessionReply> {
  const { request, response, about } = context;
  const who = 'link' in body ? byLink(parts, body.link, context) : await byPassword(parts, body, context);
  // A cookie of somebody else, or of an earlier session, is not carried on.
  if (context.caller.session !== null) await parts.sessions.end(context.caller.session);
  const secret = await parts.sessions.begin({ ...who, from: addressOf(request) });
  response.setHeader('set-cookie', cookieFor(secret, isOverTls(request.headers, parts.tls)));
  const caller: Caller = {
    ...{ name: who.name, kind: who.revision === null ? 'link' : 'user', rank: who.role, from: addressOf(request) },
    session: null,
  };
  about({ caller, object: who.name });
  return describe(parts, caller, secret);
}

interface SignedIn {
  readonly name: string;
  readonly role: Role;
  readonly revision: string | null;
}

function byLink({ links }: SessionParts, secret: string, { about }: HandlerContext): SignedIn {
  about({ action: 'session.sign-in', object: 'a link' });
  const bearer = links.take(secret);
  if (bearer === undefined) throw new DrydockError('SIGN_IN_REFUSED', { attempted: 'signing in with a link' });
  return { ...bearer, revision: null };
}

async function byPassword(
  { signIn, access }: SessionParts,
  { name, password }: { readonly name: string; readonly password: string },
  { request, about }: HandlerContext,
): Promise<SignedIn> {
  // What was typed into the field of the name by mistake may be a password: only names of people are written down.
  about({ object: findPerson(await access.now(), name)?.name ?? 'a name that nobody has' });
  return signIn.withPassword({ name, address: addressOf(request) }, new Secret(password));
}

async function describe(parts: SessionParts, caller: Caller, secret: string | undefined): Promise<SessionReply> {
  const role = roles.find((one) => one === caller.rank) ?? (caller.rank === 'owner' ? 'administrator' : undefined);
  if (role === undefined) return nobodyIn(parts);
  const session =
    secret === undefined || caller.kind === 'token' ? undefined : parts.sessions.use(secret, await parts.access.now());
  const times = session === undefined ? { endsAt: null, idleEndsAt: null } : parts.sessions.endsAt(session);
  return {
    signedIn: true,
    user: { name: caller.name ?? 'owner of the socket', role },
    csrf: session === undefined || secret === undefined ? null : csrfOf(secret),
    ...times,
    version: parts.version,
  };
}

function nobodyIn({ version }: SessionParts): SessionReply {
  return { signedIn: false, user: null, csrf: null, endsAt: null, idleEndsAt: null, version };
}
