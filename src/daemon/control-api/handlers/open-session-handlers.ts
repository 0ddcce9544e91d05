/** Who is signed in, for administrators: a lost laptop, or a link that went to the wrong person, must not keep its session for half a day. */
import type { ApiHandlers } from '../../../contract/api/handlers.js';
import type { OpenSession } from '../../../contract/api/session.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { KnownAccess } from '../../access/known-access.js';
import type { Session, Sessions } from '../../access/sessions.js';

export interface OpenSessionParts {
  readonly access: KnownAccess;
  readonly sessions: Sessions;
  /** Stops what is still sent to it. */
  readonly ended: (session: string) => void;
}

/** Enough to tell a thousand sessions apart, and short enough to be typed. */
const shownDigits = 12;

export function openSessionHandlers({
  access,
  sessions,
  ended,
}: OpenSessionParts): ApiHandlers<'listSessions' | 'endSession'> {
  const shown = (session: Session, own: string | null): OpenSession => ({
    ...{ id: session.id.slice(0, shownDigits), name: session.name, role: session.role },
    kind: session.revision === null ? 'link' : 'user',
    from: session.from ?? null,
    ...{ createdAt: session.createdAt, lastUsedAt: session.lastUsedAt },
    ...sessions.endsAt(session),
    own: session.id === own,
  });
  return {
    listSessions: async (_input, { caller }) => ({
      sessions: sessions.list(await access.now()).map((session) => shown(session, caller.session)),
    }),
    endSession: async ({ id }, { caller, about }) => {
      const open = sessions.list(await access.now());
      const session = open.find((each) => each.id.slice(0, shownDigits) === id);
      if (session === undefined) {
        throw new DrydockError('SESSION_UNKNOWN', { attempted: 'ending a session', subject: id.slice(0, 64) });
      }
      about({ object: session.name, detail: `${session.role}, session ${id}` });
      await sessions.end(session.id);
      ended(session.id);
      return { ended: shown(session, caller.session) };
    },
  };
}
