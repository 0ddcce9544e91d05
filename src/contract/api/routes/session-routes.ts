/** Who is asking: sign in, sign out, who else is in, and the link that lets the owner of the Unix socket in. */
import { defineRoutes } from '../route.js';
import {
  endedSessionReplySchema,
  linkReplySchema,
  linkRequestSchema,
  openSessionsReplySchema,
  sessionReplySchema,
  signInSchema,
} from '../session.js';

export const sessionRoutes = defineRoutes({
  readSession: {
    method: 'GET',
    path: '/v1/session',
    role: 'anyone',
    tag: 'session',
    summary: 'who is signed in, and the value for the header x-drydock-csrf',
    reply: { kind: 'json', schema: sessionReplySchema },
  },
  signIn: {
    method: 'POST',
    path: '/v1/session',
    role: 'anyone',
    tag: 'session',
    summary: 'sign in with name and password, or with the secret of a link; sets the cookie',
    body: { kind: 'json', schema: signInSchema },
    reply: { kind: 'json', schema: sessionReplySchema },
    action: 'session.sign-in',
    example: { name: 'anna', password: 'correct horse battery staple' },
  },
  signOut: {
    method: 'DELETE',
    path: '/v1/session',
    role: 'anyone',
    tag: 'session',
    summary: 'sign out: the session ends at once, everywhere',
    reply: { kind: 'json', schema: sessionReplySchema },
    action: 'session.sign-out',
  },
  listSessions: {
    method: 'GET',
    path: '/v1/sessions',
    role: 'administrator',
    tag: 'session',
    summary: 'who is signed in, by password or by link; the one that was used last stands first',
    reply: { kind: 'json', schema: openSessionsReplySchema },
  },
  endSession: {
    method: 'DELETE',
    path: '/v1/sessions/:id',
    role: 'administrator',
    tag: 'session',
    summary: 'end the session of somebody: the next request of its page is refused, and its events stop',
    reply: { kind: 'json', schema: endedSessionReplySchema },
    action: 'session.end',
  },
  makeLink: {
    method: 'POST',
    path: '/v1/links',
    role: 'owner',
    tag: 'session',
    summary: 'a sign-in link for a few minutes and one use; what `drydock dashboard` prints',
    body: { kind: 'json', schema: linkRequestSchema },
    reply: { kind: 'json', schema: linkReplySchema },
    action: 'session.link',
    example: { role: 'administrator' },
  },
});
