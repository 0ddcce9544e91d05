/** What `rehearse --json` shows: how an administrator's plan went on the twin of the pool, with what it cannot tell. */
import { z } from 'zod';
import { checkReportSchema } from './checks.js';
import { hostFailures, hostStates, runStates } from './run-status.js';

/** Milliseconds, or a number of migrations: over the runs that went through. */
const spreadSchema = z.strictObject({ least: z.number(), median: z.number(), most: z.number() });
export type Spread = z.infer<typeof spreadSchema>;

const rehearsedRunSchema = z.strictObject({
  seed: z.number().int(),
  state: z.enum(runStates),
  reason: z.string(),
  /** From the start to the end, or to the stop. */
  duration: z.number(),
  migrations: z.number().int(),
  approvals: z.number().int(),
});
export type RehearsedRunReport = z.infer<typeof rehearsedRunSchema>;

const rehearsedHostSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  coordinator: z.boolean(),
  /** Null when no run got past it. */
  duration: spreadSchema.nullable(),
  /** Of the evacuation: what had to leave, and what was free where it could go; the tightest of all runs. */
  memory: z.strictObject({ needed: z.number(), free: z.number() }).nullable(),
});
export type RehearsedHost = z.infer<typeof rehearsedHostSchema>;

const blockedMomentSchema = z.strictObject({
  /** `before the run`, or where the host stood. */
  moment: z.union([z.literal('before the run'), z.enum(hostStates)]),
  /** Since the start; null before it. */
  at: z.number().nullable(),
  seed: z.number().int().nullable(),
  /** The host's name, or the finding's subject. */
  host: z.string(),
  /** Ids of assessments; empty where something else stopped the run. */
  assessments: z.array(z.string()),
  reason: z.string(),
  nextAction: z.string(),
});
export type BlockedMoment = z.infer<typeof blockedMomentSchema>;

const faultEndSchema = z.strictObject({
  /** As it was given: `never-returns host=xs-2`. */
  fault: z.string(),
  seed: z.number().int(),
  /** How often it struck: 0 when the run never came to where it would have. */
  strikes: z.number().int(),
  state: z.enum(runStates),
  at: z.number(),
  host: z.string().nullable(),
  failure: z.enum(hostFailures).nullable(),
  reason: z.string(),
  nextAction: z.string(),
  /** VMs that ran before, and lost their host without being shut down. */
  lostVms: z.array(z.string()),
});
export type FaultEnd = z.infer<typeof faultEndSchema>;

export const rehearsalSchema = z.strictObject({
  format: z.literal(1),
  pool: z.string(),
  media: z.string(),
  /** Of the records: when they were read, and the file that holds them. */
  readAt: z.number(),
  recordsFile: z.string().nullable(),
  verdict: z.enum(['goes-through', 'blocked', 'stops']),
  check: checkReportSchema,
  /** The plan in words; empty when the assessments block. */
  plan: z.array(z.string()),
  runs: z.array(rehearsedRunSchema),
  duration: spreadSchema.nullable(),
  hosts: z.array(rehearsedHostSchema),
  migrations: z.strictObject({
    total: spreadSchema.nullable(),
    vms: z.array(z.strictObject({ uuid: z.string(), name: z.string(), least: z.number(), most: z.number() })),
  }),
  tightest: z.strictObject({ host: z.string(), needed: z.number(), free: z.number() }).nullable(),
  blocked: z.array(blockedMomentSchema),
  faults: z.array(faultEndSchema),
  /** Where the twin judges a VM otherwise than the pool itself did; xapi's codes, null for "may leave". */
  disagreements: z.array(
    z.strictObject({ host: z.string(), vm: z.string(), pool: z.string().nullable(), twin: z.string().nullable() }),
  ),
  cannotKnow: z.array(z.string()),
});
export type Rehearsal = z.infer<typeof rehearsalSchema>;
