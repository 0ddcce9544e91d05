/** Calls about events: `event.from` with its tokens, and the older register and next (xapi.md 1.8; xapi_event.ml). */
import { createHash } from 'node:crypto';
import type { Call, Handlers } from '../dispatch/call.js';
import { nothing } from '../dispatch/call.js';
import { journalOf } from '../events/event-journal.js';
import { formatToken, parseToken } from '../events/event-token.js';
import { parseSubscription, type Subscription } from '../events/subscription.js';
import type { Ref } from '../state/objects.js';
import { XapiFailure } from '../xapi-failure.js';

/** Changes are gathered for this long before they are told, in milliseconds. */
const batching = 50;

export const eventHandlers: Handlers = {
  /** Early when there is something, empty when the time is over. */
  'event.from': async (call) => {
    const { world } = call;
    const wanted = subscriptions(call);
    const journal = journalOf(world);
    const deadline = world.now() + call.number('timeout') * 1000;
    for (let token = parseToken(call.text('token')); ;) {
      const batch = journal.read(wanted, token);
      if (batch.events.length > 0 || world.now() >= deadline) {
        return { events: batch.events, valid_ref_counts: journal.counts(), token: formatToken(batch.token) };
      }
      ({ token } = batch);
      await nextChange(call, deadline - world.now());
    }
  },

  'event.inject': (call) => journalOf(call.world).inject(call.text('class'), call.text('ref')),

  'event.register': (call) => {
    const journal = journalOf(call.world);
    journal.refresh();
    journal.queue.register(sessionOf(call), subscriptions(call));
    return nothing;
  },

  'event.unregister': (call) => {
    journalOf(call.world).queue.unregister(sessionOf(call), subscriptions(call));
    return nothing;
  },

  /** Blocks for ever: until something happens, or the session ends. */
  'event.next': async (call) => {
    const { queue } = journalOf(call.world);
    const session = sessionOf(call);
    if (!queue.isRegistered(session)) throw XapiFailure.of('SESSION_NOT_REGISTERED', trackId(session));
    for (;;) {
      journalOf(call.world).refresh();
      const events = queue.read(session);
      if (events.length > 0) return events;
      await nextChange(call, call.world.times.flagInterval);
    }
  },

  'event.get_current_id': (call) => String(journalOf(call.world).queue.currentId),
};

/** Returns a moment after something may have changed, or when the time is over. @throws XapiFailure SESSION_INVALID */
async function nextChange(call: Call, longest: number): Promise<void> {
  const { world } = call;
  // Some things change by the clock alone: the flag, a host that is declared dead.
  await world.changes.heardWithin(world.clock, Math.min(longest, world.times.flagInterval), call.signal);
  await world.clock.sleep(Math.min(Math.max(longest, 0), batching), call.signal);
  const session = sessionOf(call);
  if (!world.state.sessions.has(session)) throw XapiFailure.of('SESSION_INVALID', session);
}

/** What xapi shows in the place of a session's secret reference (context.ml). */
function trackId(session: Ref): string {
  return `trackid=${createHash('md5').update(session).digest('hex')}`;
}

function subscriptions(call: Call): readonly Subscription[] {
  return call.texts('classes').map(parseSubscription);
}

function sessionOf(call: Call): Ref {
  if (call.session === null) throw new Error(`${call.signature.name} needs a session`);
  return call.session.ref;
}
