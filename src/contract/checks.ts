/** What `check --json` shows: the findings of the assessments about a pool and a medium. */
import { z } from 'zod';

export const severities = ['pass', 'info', 'notice', 'warning', 'failure', 'unknown'] as const;
export type Severity = (typeof severities)[number];

export const checkResultSchema = z.strictObject({
  /** The assessment's stable id: `host-live`. */
  id: z.string(),
  severity: z.enum(severities),
  /** The pool's, host's or VM's name. */
  subject: z.string(),
  title: z.string(),
  reason: z.string(),
  remedy: z.string(),
  fixable: z.boolean(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const checkReportSchema = z.strictObject({
  pool: z.string(),
  media: z.string(),
  results: z.array(checkResultSchema),
  blocked: z.boolean(),
});
export type CheckReport = z.infer<typeof checkReportSchema>;
