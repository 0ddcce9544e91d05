/** Which answers to a call mean that its session is of no use any more. */
import type { WireReply } from '../wire/wire-value.js';
import type { Session } from './login-attempt.js';

/**
 * Both are raised before a call is dispatched, so what was asked was not done. SESSION_INVALID about another session
 * comes from inside the call (a plugin's own login, for one) and says nothing about ours.
 */
export function endsSession(reply: WireReply & { status: 'failure' }, session: Session): boolean {
  if (reply.code === 'HOST_IS_SLAVE') return true;
  return reply.code === 'SESSION_INVALID' && reply.params[0] === session.reference;
}
