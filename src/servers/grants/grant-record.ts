/** A grant as it is kept on disk: what the controller asked for, without what was seen of the host. */
import { z } from 'zod';
import { grantSchema, type GrantState } from '../../contract/grants.js';

const grantRecordSchema = grantSchema.omit({ path: true, progress: true, mountPath: true }).extend({
  token: z.string().regex(/^[a-z2-7]{26}$/),
  createdAt: z.number(),
  armedAt: z.number().nullable(),
  /** Why it ended: `proven`, `expired`, or who gave the host up. */
  reason: z.string().nullable(),
});

export type GrantRecord = z.infer<typeof grantRecordSchema>;

/** One line of the log: the whole grant as it is from now on, or the highest epoch seen for a pool. */
export const grantEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grant'), grant: grantRecordSchema }),
  z.strictObject({ kind: z.literal('epoch'), pool: z.string(), epoch: z.number().int().nonnegative() }),
]);

export type GrantEntry = z.infer<typeof grantEntrySchema>;

/** What a grant becomes when its time is over: a staging grant may be staged again, a probe or a proof is done with. */
const afterExpiry: Partial<Record<GrantState, GrantState>> = { probe: 'ended', proof: 'ended', staging: 'closed' };

/**
 * The grant as it is now. Expiry is computed rather than written, so that it needs no timer, holds while the process is
 * down, and is the same for everybody who reads the log.
 */
export function asOf(record: GrantRecord, now: number): GrantRecord {
  const next = afterExpiry[record.state];
  if (next === undefined || record.expiresAt === null || now < record.expiresAt) return record;
  return { ...record, state: next, stateSince: record.expiresAt, expiresAt: null, reason: 'expired' };
}
