/** Checks journal entries on their way back from the disk: a journal of another version or a damaged one is refused, not guessed at. */
import { z } from 'zod';
import type { JournalEntry } from './journal.js';

const detail = z.record(z.string(), z.unknown());
const ledgerKey = { effect: z.string(), key: z.string(), attempt: z.number().int().positive() };

const entrySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('rollout'), plan: z.unknown() }),
  z.strictObject({
    type: z.literal('planned'),
    pool: z.string(),
    plan: z.unknown(),
    by: z.string().optional(),
    findings: z.array(z.unknown()).optional(),
  }),
  z.strictObject({
    type: z.literal('started'),
    epoch: z.number().int().positive(),
    by: z.string(),
    holder: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('intent'), ...ledgerKey, detail }),
  z.strictObject({ type: z.literal('acted'), ...ledgerKey, handle: z.string().nullable() }),
  z.strictObject({
    type: z.literal('outcome'),
    ...ledgerKey,
    result: z.enum(['confirmed', 'failed', 'unknown']),
    reason: z.string(),
    detail,
  }),
  z.strictObject({ type: z.literal('noted'), what: z.string(), key: z.string(), detail }),
  z.strictObject({ type: z.literal('command'), command: z.string(), by: z.string(), detail }),
  z.strictObject({ type: z.literal('state'), state: z.string(), reason: z.string(), detail }),
]);

/** @returns the entry, or what is wrong with it. */
export function parseEntry(value: unknown): { entry: JournalEntry } | { problem: string } {
  const parsed = entrySchema.safeParse(value);
  return parsed.success ? { entry: parsed.data } : { problem: z.prettifyError(parsed.error) };
}
