/** What `event.from` answers: a change of each object at most, and how many objects there are (reference: xapi.md 1.8). */
import { z } from 'zod';
import { wireInt } from './wire-schemas.js';

const event = z.object({
  /** In lower case: `vm`, `host_metrics`. */
  class: z.string(),
  operation: z.enum(['add', 'mod', 'del']),
  ref: z.string(),
  /** The whole record; none of what is deleted. */
  snapshot: z.unknown().optional(),
});

export const eventBatch = z.object({
  events: z.array(event),
  /** Where the next batch goes on. */
  token: z.string(),
  /** Live objects, by class in lower case: what tells that a deletion was missed. */
  valid_ref_counts: z.record(z.string(), wireInt).default({}),
});
export type EventBatch = z.infer<typeof eventBatch>;
