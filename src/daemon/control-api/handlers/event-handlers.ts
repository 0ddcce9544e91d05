/** The stream of events, for as long as whoever listens may. */
import type { Caller } from '../../../contract/api/caller.js';
import type { ApiHandlers } from '../../../contract/api/handlers.js';
import type { Clock } from '../../../shared/clock.js';
import type { KnownAccess } from '../../access/known-access.js';
import type { Sessions } from '../../access/sessions.js';
import type { EventHub } from '../events/event-hub.js';

export function eventHandlers(hub: EventHub): ApiHandlers<'events'> {
  return {
    events: (_input, { caller, response }) => {
      hub.open(caller, response);
      return Promise.resolve(undefined);
    },
  };
}

export interface StayParts {
  readonly access: KnownAccess;
  readonly sessions: Sessions;
}

/** A session that has ended, a token that was revoked: the page hears nothing more, however long it stays open. */
export function mayStay({ access, sessions }: StayParts, clock: Clock): (caller: Caller) => Promise<boolean> {
  return async ({ kind, session, token, rank }) => {
    if (kind === 'socket') return true;
    const known = await access.now();
    if (session !== null) return sessions.stay(session, known);
    const now = clock.now();
    return known.tokens.some(
      ({ sha256, role, expiresAt }) => sha256 === token && role === rank && (expiresAt === null || expiresAt > now),
    );
  };
}
