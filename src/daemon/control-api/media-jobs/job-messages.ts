/** What the controller tells a process that imports or verifies, and what it hears from it: a line of JSON each. */
import { z } from 'zod';
import { errorReplySchema, mediaJobProgressSchema } from '../../../contract/api/media-jobs.js';

export const jobOrderSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('import'),
    mediaCache: z.string(),
    source: z.string(),
    by: z.string(),
    id: z.string().optional(),
    alias: z.string().optional(),
    sha256: z.string().optional(),
    trustedKeys: z.array(z.string()),
    requireSignature: z.boolean(),
    /** Bytes. */
    reserve: z.number(),
  }),
  z.strictObject({ kind: z.literal('verify'), mediaCache: z.string(), id: z.string() }),
]);
export type JobOrder = z.infer<typeof jobOrderSchema>;

export const jobMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), progress: mediaJobProgressSchema }),
  z.strictObject({ kind: z.literal('done'), medium: z.string(), alreadyPresent: z.boolean() }),
  z.strictObject({ kind: z.literal('failed'), error: errorReplySchema }),
]);
export type JobMessage = z.infer<typeof jobMessageSchema>;
