/** Grants as both processes see them: the address a host is pointed at, and how far it may read. */
import { z } from 'zod';
import { mirrorSchema } from './mirror.js';

/**
 * probe: boot files and metadata, for `testUrl`, for minutes. staging: while `main` runs. closed: everything is missing.
 * armed: the whole medium, from just before the reboot until the host is proven. ended: missing for good.
 * proof: the whole medium for `media prove`, for as long as it takes. No host is ever given such an address, and nothing
 * leads from it to armed, so that it is no way round the fence.
 */
export const grantStates = ['probe', 'staging', 'closed', 'armed', 'proof', 'ended'] as const;

export type GrantState = (typeof grantStates)[number];

/** The only changes there are. Nothing leads from armed back to closed: a host may be installing. */
export const grantTransitions: Readonly<Record<GrantState, readonly GrantState[]>> = {
  probe: ['ended'],
  staging: ['closed', 'ended'],
  closed: ['staging', 'armed', 'ended'],
  armed: ['ended'],
  proof: ['ended'],
  ended: [],
};

/** Who may mount a medium over NFS: an IPv4 address or a network. */
const mountClientSchema = z.union([z.ipv4(), z.cidrv4()]);

const grantHostSchema = z.strictObject({ uuid: z.string(), name: z.string() });

/** Something a person should look at; it is gone when it is not true any more. */
const grantNoticeSchema = z.strictObject({
  /**
   * stalled: silent for longer than may be. The others compare with the first host of the same run and medium that was
   * proven: slower, an object asked for less or more than then, another answer.
   */
  kind: z.enum(['stalled', 'slow-phase', 'missing-request', 'extra-request', 'other-answer']),
  text: z.string(),
  since: z.number(),
});

export type GrantNotice = z.infer<typeof grantNoticeSchema>;

const grantStallSchema = z.strictObject({
  /** The last request, its end, or byte. */
  since: z.number(),
  /** The object whose transfer is under way; null between two requests. */
  transfer: z.string().nullable(),
  /** How long a silence may be here, in milliseconds. */
  limit: z.number(),
  exceeded: z.boolean(),
});

export type GrantStall = z.infer<typeof grantStallSchema>;

/** What the media server has seen a grant's host do; the numbers a progress bar is made of. */
const grantProgressSchema = z.strictObject({
  /** Distinct packages delivered whole (through a mirror: begun), and how many the medium has. */
  packages: z.number().int(),
  totalPackages: z.number().int(),
  /** Bytes of those packages, and of all. */
  bytes: z.number().int(),
  totalBytes: z.number().int(),
  requests: z.number().int(),
  /** Wall-clock times of the media server in milliseconds; null where nothing has been seen. */
  lastRequestAt: z.number().nullable(),
  firstRequestSinceArmedAt: z.number().nullable(),
  /** Bytes a second over the last ten seconds. */
  rate: z.number(),
  phase: z.enum(['none', 'test-url', 'stage', 'look-up', 'packages']),
  lastFailure: z.strictObject({ path: z.string(), reason: z.string(), at: z.number() }).nullable(),
  /** Since when nothing has come; null while nothing is waited for. */
  stall: grantStallSchema.nullable(),
  notices: z.array(grantNoticeSchema),
});

export type GrantProgress = z.infer<typeof grantProgressSchema>;

export const grantSchema = z.strictObject({
  /** Chosen by the controller, unique for each purpose; not a secret, and safe in logs and journals. */
  id: z.string().regex(/^[A-Za-z0-9._-]{1,120}$/),
  pool: z.string(),
  run: z.string(),
  /** The controller's lease epoch under which the grant last changed state. */
  epoch: z.number().int().nonnegative(),
  host: grantHostSchema,
  media: z.string(),
  state: z.enum(grantStates),
  stateSince: z.number(),
  /** When a probe ends or a staging grant closes by itself; null for the other states. */
  expiresAt: z.number().nullable(),
  /**
   * From where its host may mount the medium over NFS; without it, it is not exported. A grant that has it is read over
   * NFS, where nothing of the host's activity can be seen: no conclusion may rest on its progress.
   */
  mountFrom: z.array(mountClientSchema).min(1).optional(),
  /** What its host mounts where that is not `path`: the kernel's NFS server shows a folder under its own path alone. */
  mountPath: z.string().optional(),
  /** Where its host reads in place of the media server's own address; under a tree nothing of its activity can be seen. */
  mirror: mirrorSchema.optional(),
  /** The path part of the address, with the token in it: `/i/<token>/`. A secret in the sense of the logs. */
  path: z.string(),
  progress: grantProgressSchema,
});

export type Grant = z.infer<typeof grantSchema>;

/** False under NFS and at a mirrored tree: there the media server sees nothing of what a host reads. */
export function isObservable(grant: Pick<Grant, 'mountFrom' | 'mirror'>): boolean {
  return grant.mountFrom === undefined && grant.mirror?.kind !== 'tree';
}

export const createGrantSchema = z.strictObject({
  id: grantSchema.shape.id,
  pool: z.string(),
  run: z.string(),
  epoch: z.number().int().nonnegative(),
  host: grantHostSchema,
  media: z.string(),
  state: z.enum(['probe', 'staging', 'proof']),
  /** How long until a probe or proof ends or a staging grant closes by itself, in milliseconds. */
  lifetime: z.number().int().positive(),
  mountFrom: grantSchema.shape.mountFrom,
  mirror: grantSchema.shape.mirror,
});

export type CreateGrant = z.infer<typeof createGrantSchema>;

export const changeGrantSchema = z.strictObject({
  state: z.enum(grantStates),
  epoch: z.number().int().nonnegative(),
  /** For staging. */
  lifetime: z.number().int().positive().optional(),
  /** For ended: `proven`, or the name of the person who gave the host up. */
  reason: z.string().optional(),
});

export type ChangeGrant = z.infer<typeof changeGrantSchema>;

/** One answered (or refused) request under a grant, as the media server keeps it. */
export const activityRecordSchema = z.strictObject({
  /** Rises by one for each record of the media server, for ever. */
  sequence: z.number().int().positive(),
  at: z.number(),
  grant: z.string(),
  /** The grant's state when it was asked. */
  state: z.enum(grantStates),
  protocol: z.enum(['http', 'ftp']),
  client: z.string(),
  path: z.string(),
  role: z.string().nullable(),
  status: z.number().int(),
  /** Bytes of the body handed to the kernel, and the size of what was asked for. */
  bytes: z.number().int(),
  size: z.number().int(),
  /** False when the client left early or the transfer broke. */
  complete: z.boolean(),
  /** The mirror that asked for its client whether it may answer: the object was begun there, and no byte is known. */
  mirror: z.string().optional(),
});

export type ActivityRecord = z.infer<typeof activityRecordSchema>;
