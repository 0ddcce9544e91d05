/** What the control API tells of rollouts: upgrades of many pools, in waves, under one set of limits. */
import { z } from 'zod';
import { checkResultSchema } from './checks.js';
import type { RolloutDescription } from './rollout-description.js';

export const rolloutStates = ['planned', 'running', 'paused', 'stopped', 'aborting', 'aborted', 'done'] as const;
export type RolloutState = (typeof rolloutStates)[number];

/**
 * queued: its turn has not come. refused: could not be planned when its turn came. waiting: its run waits for its window.
 * The others are those of its run.
 */
const rolloutPoolStates = [
  'queued',
  'planning',
  'refused',
  'running',
  'waiting',
  'paused',
  'stopped',
  'undoing',
  'aborted',
  'skipped',
  'done',
] as const;
export type RolloutPoolState = (typeof rolloutPoolStates)[number];

const waveStates = ['queued', 'soaking', 'awaiting-approval', 'running', 'done'] as const;
export type WaveState = (typeof waveStates)[number];

const rolloutPoolStatusSchema = z.strictObject({
  pool: z.string(),
  state: z.enum(rolloutPoolStates),
  /** Its run; null before its turn. */
  run: z.string().nullable(),
  reason: z.string(),
  hosts: z.strictObject({ total: z.number().int(), finished: z.number().int() }),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
});
export type RolloutPoolStatus = z.infer<typeof rolloutPoolStatusSchema>;

export const rolloutStatusSchema = z.strictObject({
  rollout: z.string(),
  name: z.string(),
  state: z.enum(rolloutStates),
  /** Why it stands where it stands; never empty. */
  reason: z.string(),
  /** Who drives it, where several controllers share a journal and it is not the one that was asked. */
  controller: z.string().optional(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  limits: z.strictObject({
    pools: z.number().int(),
    /** Null: only the number of pools bounds it. */
    hosts: z.number().int().nullable(),
    failureBudget: z.number().int(),
  }),
  atWork: z.strictObject({ pools: z.number().int(), hosts: z.number().int(), failures: z.number().int() }),
  waves: z.array(
    z.strictObject({
      name: z.string(),
      canary: z.boolean(),
      state: z.enum(waveStates),
      pools: z.array(rolloutPoolStatusSchema),
    }),
  ),
});
export type RolloutStatus = z.infer<typeof rolloutStatusSchema>;

const plannedPoolSchema = z.strictObject({
  pool: z.string(),
  wave: z.string(),
  hosts: z.number().int(),
  /** Milliseconds, by the forecast; null where it cannot be planned. */
  duration: z.strictObject({ least: z.number(), expected: z.number(), most: z.number() }).nullable(),
  /** Why it cannot be planned, a line each; empty: nothing blocks. */
  problems: z.array(z.string()),
  /** Failures, unknowns and warnings of its check; those that block can be answered for, each as `CHECK@HOST=REASON`. */
  findings: z.array(checkResultSchema).default([]),
});
export type PlannedPool = z.infer<typeof plannedPoolSchema>;

export const rolloutReplySchema = z.strictObject({
  /** Null when a pool is blocked: nothing was planned. */
  rollout: z.string().nullable(),
  /** sha256 over the frozen rollout. */
  hash: z.string().nullable(),
  pools: z.array(plannedPoolSchema),
  /** The rollout in words, a line each. */
  text: z.array(z.string()),
});
export type RolloutReply = z.infer<typeof rolloutReplySchema>;

export const rolloutCommands = ['start', 'pause', 'resume', 'approve', 'retry', 'skip', 'abort'] as const;
export type RolloutCommandName = (typeof rolloutCommands)[number];

export const rolloutCommandSchema = z.strictObject({
  command: z.enum(rolloutCommands),
  by: z.string(),
  /** For retry and skip. */
  pool: z.string().optional(),
  reason: z.string().optional(),
  /** For abort: the runs under way are aborted as well, instead of going on to their end. */
  runs: z.boolean().optional(),
});
export type RolloutCommand = z.infer<typeof rolloutCommandSchema>;

/** A rollout has no timeline of hosts, so that there is no page of it: each of its runs has one. */
export const rolloutReportFormats = ['markdown', 'json'] as const;
export type RolloutReportFormat = (typeof rolloutReportFormats)[number];

export interface RolloutApi {
  /** Looks at every pool, changes nothing. @throws ROLLOUT_INVALID; what is wrong with a pool is told in the reply */
  plan(request: { readonly description: RolloutDescription; readonly by: string }): Promise<RolloutReply>;
  list(): Promise<readonly RolloutStatus[]>;
  /** @throws ROLLOUT_UNKNOWN */
  status(id: string): Promise<RolloutStatus>;
  /** @throws ROLLOUT_UNKNOWN, ROLLOUT_COMMAND_REFUSED */
  command(id: string, command: RolloutCommand): Promise<RolloutStatus>;
  /** As Markdown, or JSON. */
  report(id: string, format: RolloutReportFormat): Promise<string>;
}
