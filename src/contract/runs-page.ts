/** A list of runs, as far as it is asked for: a status is some 7 kB, and runs that have ended stay in the journal. */
import { z } from 'zod';
import { runStatusSchema } from './run-status.js';

export const runsQuerySchema = z.strictObject({
  /** How many of those that have ended, the newest; open ones are told in any case. */
  ended: z.coerce.number().int().positive().max(1000).default(50),
  /** `next` of the page before: only runs that ended before this one; absent: the open ones, and those that ended last. */
  before: z.string().max(200).optional(),
});
export type RunsQuery = z.infer<typeof runsQuerySchema>;

export const runsReplySchema = z.strictObject({
  runs: z.array(runStatusSchema),
  /** For older ones; null where there are none. */
  next: z.string().nullable(),
});
export type RunsReply = z.infer<typeof runsReplySchema>;
