/** The report of a run as data: what `upgrade report --json` prints, and what the readable forms are made of. */
import { z } from 'zod';
import { changeStatusSchema, hostStatusSchema, runStates } from '../../contract/run-status.js';
import { acceptanceSchema } from '../planning/plan.js';
import { leftoverSchema } from './left-as-found.js';

export const timelineEntrySchema = z.strictObject({
  at: z.number(),
  /** Null while it is under way, or when its end was never written. */
  endedAt: z.number().nullable(),
  effect: z.string(),
  /** Name of the host, VM or pool. */
  subject: z.string(),
  /** In words: "move all VMs off xs-2". */
  what: z.string(),
  attempt: z.number().int(),
  result: z.enum(['confirmed', 'failed', 'unknown', 'under way']),
  reason: z.string(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const hostReportSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  state: hostStatusSchema.shape.state,
  from: z.string(),
  /** What it should have, and what it reports at the end; null when that was not read. */
  target: z.string(),
  now: z.string().nullable(),
  beganAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** What the media server delivered to it; null where nothing was observed. */
  packages: z.number().nullable(),
  bytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  failure: hostStatusSchema.shape.failure,
  reason: z.string(),
  /** Name of the file with the installer's log, in the controller's folder of logs; absent or null where none was fetched. */
  installerLog: z.string().nullable().optional(),
});
export type HostReport = z.infer<typeof hostReportSchema>;

export const vmReportSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  home: z.string(),
  /** Where it is at the end and in what state; null when that was not read. */
  now: z.string().nullable(),
  atHome: z.boolean().nullable(),
  /** What moved it, in order. */
  moves: z.array(z.strictObject({ at: z.number(), what: z.string(), result: timelineEntrySchema.shape.result })),
});
export type VmReport = z.infer<typeof vmReportSchema>;

export const reportSchema = z.strictObject({
  format: z.literal(1),
  run: z.string(),
  pool: z.strictObject({ uuid: z.string(), name: z.string() }),
  medium: z.strictObject({ id: z.string(), name: z.string() }),
  planHash: z.string(),
  state: z.enum(runStates),
  reason: z.string(),
  plannedAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  hosts: z.array(hostReportSchema),
  vms: z.array(vmReportSchema),
  changes: z.array(changeStatusSchema),
  accepted: z.array(acceptanceSchema),
  commands: z.array(z.strictObject({ at: z.number(), command: z.string(), by: z.string() })),
  timeline: z.array(timelineEntrySchema),
  /** `known` is false when the pool was not read at the end: then nothing is claimed. */
  leftAsFound: z.strictObject({ known: z.boolean(), clean: z.boolean(), differences: z.array(leftoverSchema) }),
});
export type ReportDocument = z.infer<typeof reportSchema>;
