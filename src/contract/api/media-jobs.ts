/** Imports and verifications of media: each runs in a process of its own, can be watched, and can be cancelled. */
import { z } from 'zod';

export const mediaJobStates = ['receiving', 'queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type MediaJobState = (typeof mediaJobStates)[number];

/** receiving: the bytes of an upload arrive. hashing: a verification. The others are those of `media import`. */
export const mediaJobPhases = [
  'receiving',
  'opening',
  'fetching',
  'recognising',
  'copying',
  'syncing',
  'publishing',
  'hashing',
] as const;

export const mediaJobProgressSchema = z.strictObject({
  phase: z.enum(mediaJobPhases),
  bytes: z.number(),
  /** 0 where nobody knows. */
  totalBytes: z.number(),
  files: z.number().int(),
  totalFiles: z.number().int(),
  current: z.string().nullable(),
});
export type MediaJobProgress = z.infer<typeof mediaJobProgressSchema>;

/** As the error page has it: what was attempted, found, expected, and the remedy. */
export const errorReplySchema = z.looseObject({
  code: z.string(),
  summary: z.string(),
  attempted: z.string(),
  subject: z.string().optional(),
  expected: z.string().optional(),
  found: z.string().optional(),
  remedy: z.string(),
  cause: z.string().optional(),
});
export type ErrorReply = z.infer<typeof errorReplySchema>;

export const mediaJobSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['import', 'verify']),
  /** A file name, path or address, without the password that an address may hold. */
  source: z.string(),
  by: z.string(),
  state: z.enum(mediaJobStates),
  progress: mediaJobProgressSchema.nullable(),
  /** Bytes a second since it began. */
  rate: z.number(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** The medium that it ended with, or that is being verified. */
  medium: z.string().nullable(),
  /** An import of a source that was here already. */
  alreadyPresent: z.boolean(),
  error: errorReplySchema.nullable(),
});
export type MediaJob = z.infer<typeof mediaJobSchema>;

/** What an import may be told besides its source. */
const importWishes = {
  id: z.string().min(1).max(63).optional(),
  alias: z.string().min(1).max(63).optional(),
  sha256: z
    .string()
    .regex(/^[0-9A-Fa-f]{64}$/, { error: 'must be 64 hex digits' })
    .optional(),
};

export const importRequestSchema = z.strictObject({
  /** A path below one of the folders that imports are allowed from, or an http(s) address. */
  source: z.string().min(1).max(4096),
  ...importWishes,
  requireSignature: z.boolean().optional(),
  by: z.string().optional(),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;

export const uploadQuerySchema = z.strictObject({
  /** The file's name, for people and for its ending. */
  name: z.string().min(1).max(255),
  ...importWishes,
  requireSignature: z.enum(['true', 'false']).optional(),
});
export type UploadQuery = z.infer<typeof uploadQuerySchema>;

export const mediaJobsReplySchema = z.strictObject({
  /** Newest first; the last fifty that have ended are kept until the controller does. */
  jobs: z.array(mediaJobSchema),
  /** The folders of the server that files may be imported from. */
  folders: z.array(z.string()),
  /** Files and folders in them, for a list to choose from; at most a few hundred. */
  offers: z.array(z.strictObject({ path: z.string(), bytes: z.number(), modified: z.number(), folder: z.boolean() })),
  /** Whether addresses may be imported from. */
  urls: z.boolean(),
  /** Bytes of the largest upload. */
  largestUpload: z.number(),
});
export type MediaJobsReply = z.infer<typeof mediaJobsReplySchema>;
