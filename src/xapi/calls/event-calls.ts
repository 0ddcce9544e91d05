/** The one call of class event that is used: what has changed since a token, asked for, never waited for. */
import { optionalRead } from './call-definition.js';
import { eventBatch } from './event-batch.js';

export const eventCalls = {
  /** Since 6.0. Subscriptions, the token of the batch before (empty: everything), and how many seconds to wait for a change. */
  'event.from': optionalRead(['string set', 'string', 'float'], eventBatch),
} as const;
