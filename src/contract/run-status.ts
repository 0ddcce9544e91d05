/** What `upgrade status --json` shows: the one picture of a run that CLI, report and control API share. */
import { z } from 'zod';
import { severities } from './checks.js';

/** waiting: its next host may only be begun when a window opens. */
export const runStates = ['planned', 'running', 'waiting', 'paused', 'stopped', 'undoing', 'aborted', 'done'] as const;
export type RunState = (typeof runStates)[number];

export const hostStates = [
  'queued',
  'rechecking',
  'evacuating',
  'staging',
  'armed',
  'installing',
  'returned',
  'restoring',
  'soaking',
  'done',
  'skipped',
  'failed',
] as const;
export type HostState = (typeof hostStates)[number];

/** How a host that did not come back as wanted is told apart; each has its named next action (docs/operating.md). */
export const hostFailures = [
  'evacuation-failed',
  'staging-failed',
  'reboot-refused',
  'never-left',
  'never-fetched',
  'fetch-failed',
  'refused-before-disk',
  'rolled-back',
  'returned-old-unseen',
  'never-returned',
  'login-refused',
  'clock-went-back',
  'returned-degraded',
  'returned-as-another',
  'pack-failed',
  'unwell',
  'returned-with-other-version',
  'in-emergency',
  'pool-lost',
  'blocked',
  'claim-lost',
  'others-at-work',
  'nobody-came',
  'wrong-host',
  'journal-behind',
  'rebooted-unasked',
  'unexpected',
] as const;
export type HostFailure = (typeof hostFailures)[number];

export const hostStatusSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  state: z.enum(hostStates),
  from: z.string(),
  to: z.string(),
  failure: z
    .strictObject({
      kind: z.enum(hostFailures),
      reason: z.string(),
      nextAction: z.string(),
      /** What to do by hand, with the pool's own uuids; absent where the next action says it all. */
      byHand: z.array(z.string()).optional(),
    })
    .nullable(),
  progress: z
    .strictObject({
      files: z.number(),
      bytes: z.number(),
      totalFiles: z.number(),
      totalBytes: z.number(),
      rate: z.number(),
      lastFailure: z.string().nullable(),
      /** Silent for too long, or unlike the first host of the run: for a person to look at. */
      notices: z.array(z.string()),
    })
    .nullable(),
  /** The packs of the plan, where it has some. */
  packs: z.array(z.strictObject({ name: z.string(), installed: z.boolean() })).optional(),
  since: z.number().nullable(),
  deadline: z.number().nullable(),
  reason: z.string(),
  /** Manual mode: what a person does at the console of this host now; absent where nobody is waited for. */
  instructions: z.array(z.string()).optional(),
});
export type HostStatus = z.infer<typeof hostStatusSchema>;

export const changeStatusSchema = z.strictObject({
  what: z.string(),
  undo: z.enum(['done', 'pending', 'by-hand']),
  /** For pending: what must be true first. For by-hand: the exact command. */
  condition: z.string(),
});
export type ChangeStatus = z.infer<typeof changeStatusSchema>;

/** A way of telling people that fails. */
const notificationHealthSchema = z.strictObject({
  channel: z.string(),
  /** Events that it has not taken yet, and those that were given up since it last took one. */
  waiting: z.number(),
  lost: z.number(),
  reason: z.string(),
  at: z.number(),
});
export type NotificationHealth = z.infer<typeof notificationHealthSchema>;

/** What a gate of the run found that a person should know of: after a host, or at the end of the run. */
export const findingStatusSchema = z.strictObject({
  /** uuid of the host whose gate it was; null at the end of the run. */
  host: z.string().nullable(),
  /** The assessment's id. */
  id: z.string(),
  severity: z.enum(severities),
  subject: z.string(),
  reason: z.string(),
});
export type FindingStatus = z.infer<typeof findingStatusSchema>;

export const runStatusSchema = z.strictObject({
  run: z.string(),
  /** The pool's own name. */
  pool: z.string(),
  /** The name under which the pool was added, which commands go by; absent from older controllers and in a rehearsal. */
  addedAs: z.string().optional(),
  media: z.string(),
  /** Where several controllers share the journal: another one that has the pool now. What it does is up to ten seconds old here. */
  controller: z.string().optional(),
  state: z.enum(runStates),
  /** Why the run stands where it stands; never empty. */
  reason: z.string(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  hosts: z.array(hostStatusSchema),
  changes: z.array(changeStatusSchema),
  /** Channels that fail now; absent where none does. */
  notifications: z.array(notificationHealthSchema).optional(),
  /** Absent from older controllers. */
  findings: z.array(findingStatusSchema).optional(),
});
export type RunStatus = z.infer<typeof runStatusSchema>;
