/** The report of a run as data: what `upgrade report --json` prints, and what the readable forms are made of. */
import { z } from 'zod';
import { checkResultSchema } from '../../contract/checks.js';
import { changeStatusSchema, findingStatusSchema, hostStatusSchema, runStates } from '../../contract/run-status.js';
import { plannedMirrorSchema } from '../mirrors/planned-mirror.js';
import { rangeSchema } from '../planning/medium.js';
import { acceptanceSchema } from '../planning/plan.js';
import { leftoverSchema } from './left-as-found.js';

const timelineEntrySchema = z.strictObject({
  at: z.number(),
  /** Null while it is under way, or when its end was never written. */
  endedAt: z.number().nullable(),
  effect: z.string(),
  /** Name of the host, VM or pool. */
  subject: z.string(),
  /** uuid of the host whose turn it belongs to; null where it is the pool's. */
  host: z.string().nullable(),
  /** In words: "move all VMs off xs-2". */
  what: z.string(),
  attempt: z.number().int(),
  result: z.enum(['confirmed', 'failed', 'unknown', 'under way']),
  reason: z.string(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

const phaseReportSchema = z.strictObject({
  /** evacuating: out of service and emptied. installing: from the reboot until it is back. restoring: until it is in service. */
  phase: z.enum(['evacuating', 'staging', 'installing', 'restoring']),
  beganAt: z.number().nullable(),
  /** Milliseconds: what the plan expects, and what it took; null while it is under way, or was never begun. */
  expected: z.number(),
  took: z.number().nullable(),
});
export type PhaseReport = z.infer<typeof phaseReportSchema>;

const hostReportSchema = z.strictObject({
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
  /** Of its last round. */
  phases: z.array(phaseReportSchema),
  /** The packs of the plan, where it has some. */
  packs: hostStatusSchema.shape.packs,
  failure: hostStatusSchema.shape.failure,
  reason: z.string(),
  /** Name of the file with the installer's log, in the controller's folder of logs; absent or null where none was fetched. */
  installerLog: z.string().nullable().optional(),
});
export type HostReport = z.infer<typeof hostReportSchema>;

const vmReportSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  home: z.string(),
  /** Where it is at the end and in what state; null when that was not read. */
  now: z.string().nullable(),
  atHome: z.boolean().nullable(),
  /** What moved it, in order. */
  moves: z.array(
    z.strictObject({
      at: z.number(),
      endedAt: z.number().nullable(),
      what: z.string(),
      /** Names of hosts; null where nothing says. */
      from: z.string().nullable(),
      to: z.string().nullable(),
      result: timelineEntrySchema.shape.result,
    }),
  ),
});
export type VmReport = z.infer<typeof vmReportSchema>;

/** Where what was installed comes from, as the store has it. */
const passportSchema = z.strictObject({
  /** sha256 of the image (or of the folder) that was imported. */
  sha256: z.string(),
  /** As it was given: a file's name, an address. */
  source: z.string(),
  importedAt: z.number(),
  build: z.string().nullable(),
  signature: z.string(),
  signedBy: z.string().nullable(),
  packages: z.number(),
  /** Packages whose own signature is good, and the keys that made them. */
  packagesSigned: z.number(),
  packagesSignedBy: z.array(z.string()),
});
export type Passport = z.infer<typeof passportSchema>;

export const reportSchema = z.strictObject({
  format: z.literal(1),
  run: z.string(),
  pool: z.strictObject({ uuid: z.string(), name: z.string() }),
  /** Its passport is null when the medium is not in the store any more. */
  medium: z.strictObject({ id: z.string(), name: z.string(), passport: passportSchema.nullable() }),
  /** Where the hosts read; absent where they read at the media server. Through an nginx, bytes are those of files that were begun. */
  mirror: plannedMirrorSchema.optional(),
  planHash: z.string(),
  /** Null in journals of older versions. */
  plannedBy: z.string().nullable(),
  /** Milliseconds for all hosts. */
  expected: rangeSchema,
  state: z.enum(runStates),
  reason: z.string(),
  plannedAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  hosts: z.array(hostReportSchema),
  /** Bytes that the media server gave to all hosts; null where none was observed. */
  bytes: z.number().nullable(),
  /** What was found but for passes: when it was planned, and on the pool as it is at the end; null where nobody looked. */
  findings: z.strictObject({
    before: z.array(checkResultSchema).nullable(),
    after: z.array(checkResultSchema).nullable(),
  }),
  vms: z.array(vmReportSchema),
  changes: z.array(changeStatusSchema),
  /** What was found after each host and at the end; explained differences too. Absent in older reports. */
  gates: z.array(findingStatusSchema).optional(),
  accepted: z.array(acceptanceSchema),
  /** What was consented to being done with VMs, in words; absent in older reports. */
  consents: z.array(z.string()).optional(),
  commands: z.array(z.strictObject({ at: z.number(), command: z.string(), by: z.string() })),
  timeline: z.array(timelineEntrySchema),
  /** `known` is false when the pool was not read at the end: then nothing is claimed. */
  leftAsFound: z.strictObject({ known: z.boolean(), clean: z.boolean(), differences: z.array(leftoverSchema) }),
});
export type ReportDocument = z.infer<typeof reportSchema>;
