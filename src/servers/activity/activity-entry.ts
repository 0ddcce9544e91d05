/** What the activity log keeps: finished requests, and large transfers that have begun, so that none is lost with the process. */
import { z } from 'zod';
import { activityRecordSchema } from '../../contract/grants.js';

/** One request as it is reported; the journal adds the sequence number. */
export const requestOutcomeSchema = activityRecordSchema.omit({ sequence: true });

export type RequestOutcome = z.infer<typeof requestOutcomeSchema>;

export const activityEntrySchema = z.discriminatedUnion('kind', [
  /** A large transfer under way; `transfer` is `<worker>-<number>`, so that its worker is known. */
  z.strictObject({ kind: z.literal('begun'), transfer: z.string(), outcome: requestOutcomeSchema }),
  z.strictObject({ kind: z.literal('done'), transfer: z.string().nullable(), record: activityRecordSchema }),
]);

export type ActivityEntry = z.infer<typeof activityEntrySchema>;
