/** The audit: who did what, from where, and whether it was let happen. */
import { z } from 'zod';

/** socket: who holds the Unix socket, under the name that the command line says. nobody: not signed in. */
export const callerKinds = ['user', 'token', 'link', 'socket', 'nobody'] as const;
export type CallerKind = (typeof callerKinds)[number];

export const auditOutcomes = ['done', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

export const auditRecordSchema = z.strictObject({
  at: z.number(),
  who: z.string(),
  kind: z.enum(callerKinds),
  /** The role that it was done with; null for nobody. */
  role: z.string().nullable(),
  /** The address it came from, or `socket`. */
  from: z.string(),
  /** `run.pause`, `session.sign-in` … (docs/access.md). */
  action: z.string(),
  /** The run, pool, medium or person it is about; empty where there is none. */
  object: z.string(),
  outcome: z.enum(auditOutcomes),
  /** The error's code where it was refused or failed, and what else is worth knowing; never a secret. */
  detail: z.string(),
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;

export const auditQuerySchema = z.strictObject({
  /** `next` of the page before; absent: the newest. */
  before: z.string().max(100).optional(),
  limit: z.coerce.number().int().positive().max(1000).default(100),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditReplySchema = z.strictObject({
  /** Newest first. */
  records: z.array(auditRecordSchema),
  /** For older ones; null where there are none. */
  next: z.string().nullable(),
});
export type AuditReply = z.infer<typeof auditReplySchema>;
