/**
 * How often "try it again" is taken at its word. A retry that is repeated without thought wears out hardware and hides its cause,
 * so when the budget is used up a person must name the host and the reason; that fills it again.
 */
import { z } from 'zod';

export const retryBudgetSchema = z.strictObject({
  /** Retries of one host before it must be named again. */
  perHost: z.number().int().nonnegative(),
  /** Retries in the whole run. */
  perRun: z.number().int().nonnegative(),
});
export type RetryBudget = z.infer<typeof retryBudgetSchema>;

export const usualRetryBudget: RetryBudget = { perHost: 3, perRun: 10 };
