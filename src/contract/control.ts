/** The control API: what the command line (and later the dashboard) may ask of the controller process. */
import { z } from 'zod';
import { checkReportSchema, type CheckReport } from './checks.js';
import type { ChannelTest } from './notify.js';
import { vmPathSchema } from './plan-forecast.js';
import { windowFitSchema } from './window-fit.js';
import type { RolloutApi } from './rollout.js';
import { runStatusSchema, type RunStatus } from './run-status.js';
import type { RunsQuery, RunsReply } from './runs-page.js';

export const controlContractVersion = 2;

export const controllerStatusSchema = z.strictObject({
  contract: z.literal(controlContractVersion),
  version: z.string(),
  pid: z.number().int(),
  startedAt: z.number(),
  /** Runs that are not done or aborted. */
  openRuns: z.array(z.string()),
  /** Where the dashboard is open; null where it is switched off, or its port is taken. Absent from older controllers. */
  dashboard: z.string().nullable().optional(),
});
export type ControllerStatus = z.infer<typeof controllerStatusSchema>;

export const planRequestSchema = z.strictObject({
  /** A pool known by `pool add`. */
  pool: z.string(),
  /** A medium's id or alias. */
  media: z.string(),
  /** Host names or uuids in the wanted order; the coordinator must be first. Empty: Drydock's own order. */
  order: z.array(z.string()),
  /** Only these hosts, by name or uuid; empty: all. */
  only: z.array(z.string()),
  /** `CHECK@HOST=REASON`, as given with --accept. */
  accept: z.array(z.string()),
  /** Fix what can be fixed (HA, WLB, discs …) as part of the run. */
  fix: z.boolean(),
  /** The medium's licence agreement was read and is accepted. */
  acceptEua: z.boolean().optional(),
  /** VMs that cannot move may be shut down for their host's turn, and are started after it. */
  stopVms: z.boolean().optional(),
  /** VMs with that policy may be suspended. */
  allowSuspend: z.boolean().optional(),
  /** `NAME=migrate|stop|suspend|leave`, as given with --vm. */
  vmPolicies: z.array(z.string()).optional(),
  /** VMs whose plug may be pulled where they do not shut down in order. */
  hardStop: z.array(z.string()).optional(),
  /** A window that the run is to be fitted into: `22:00-04:00 Europe/Berlin`. */
  window: z.string().optional(),
  /** Packs in the store, by id or alias, that each host is given when it is back. */
  packs: z.array(z.string()).optional(),
  /** Wait for an approval before each host. */
  approveEachHost: z.boolean(),
  /** Minutes a host must stay healthy before the next is touched. */
  soakMinutes: z.number().nonnegative(),
  /** manual: a person boots each host from the medium. Absent: automatic. */
  mode: z.enum(['automatic', 'manual']).optional(),
  /** Who reboots the hosts in Manual mode; absent: the person. */
  rebootBy: z.enum(['drydock', 'person']).optional(),
  by: z.string(),
});
export type PlanRequest = z.infer<typeof planRequestSchema>;

export const planReplySchema = z.strictObject({
  /** Null when the assessments block: nothing was planned. */
  run: z.string().nullable(),
  /** sha256 over the frozen plan. */
  hash: z.string().nullable(),
  check: checkReportSchema,
  /** The plan in words, a line each. */
  text: z.array(z.string()),
  /** How the run fits into the window that was asked for. */
  window: windowFitSchema.optional(),
  /** Where each VM goes, step by step; absent where nothing was planned. */
  paths: z.array(vmPathSchema).optional(),
  status: runStatusSchema.nullable(),
});
export type PlanReply = z.infer<typeof planReplySchema>;

export const runCommands = ['start', 'pause', 'resume', 'approve', 'retry', 'skip', 'abort', 'give-up'] as const;
export type RunCommandName = (typeof runCommands)[number];

export const runCommandSchema = z.strictObject({
  command: z.enum(runCommands),
  by: z.string(),
  /** For skip, retry and give-up: the host, by name or uuid. */
  host: z.string().optional(),
  reason: z.string().optional(),
});
export type RunCommand = z.infer<typeof runCommandSchema>;

export const reportFormats = ['markdown', 'json', 'html'] as const;
export const consoleReplySchema = z.strictObject({
  /** The host that a person is to upgrade now, or null when none waits for him. */
  host: z.string().nullable(),
  name: z.string().nullable(),
  /** Its own address on the media server, a secret: shown when it is asked for, and kept nowhere. */
  address: z.string().nullable(),
  /** Who reboots it; null when none waits. */
  rebootBy: z.enum(['drydock', 'person']).nullable(),
  lines: z.array(z.string()),
});
export type ConsoleReply = z.infer<typeof consoleReplySchema>;

export type ReportFormat = (typeof reportFormats)[number];

export interface ControlApi {
  status(): Promise<ControllerStatus>;
  /** `accept` as in {@link PlanRequest}. */
  check(request: { pool: string; media: string; accept?: readonly string[] }): Promise<CheckReport>;
  plan(request: PlanRequest): Promise<PlanReply>;
  /** The open ones, and those that have ended last; older ones page by page. @throws RUN_UNKNOWN for `before` */
  runs(query?: Partial<RunsQuery>): Promise<RunsReply>;
  /** @throws RUN_UNKNOWN */
  run(id: string): Promise<RunStatus>;
  /** @throws RUN_UNKNOWN, RUN_COMMAND_REFUSED */
  command(id: string, command: RunCommand): Promise<RunStatus>;
  report(id: string, format: ReportFormat): Promise<string>;
  /** What happened, why it stands where it stands, and the `xe` commands to finish or undo by hand. */
  explain(id: string): Promise<string>;
  /** Sends a test by one channel, or by all. @throws CHANNEL_UNKNOWN */
  testNotifications(channel?: string): Promise<readonly ChannelTest[]>;
  /** Upgrades of many pools. */
  readonly rollouts: RolloutApi;
  /** Manual mode: what to do at the console of the host whose turn it is, with its address. */
  console(id: string): Promise<ConsoleReply>;
  /** Ends the controller; runs stay in the journal and go on at the next start. */
  stop(): Promise<void>;
}
