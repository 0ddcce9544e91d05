/** Media as the dashboard shows them: a line for each, and the passport of one. */
import { z } from 'zod';

const signatures = ['good', 'absent', 'untrusted-key', 'bad'] as const;

const lastCheckSchema = z.strictObject({
  checkedAt: z.number(),
  whole: z.boolean(),
  /** Files that are not what was imported; counted, since there may be thousands. */
  damaged: z.number().int(),
  missing: z.number().int(),
  extra: z.number().int(),
});

export const mediumSummarySchema = z.strictObject({
  id: z.string(),
  aliases: z.array(z.string()),
  product: z.strictObject({ name: z.string(), version: z.string(), build: z.string().nullable() }),
  platform: z.strictObject({ name: z.string(), version: z.string() }),
  layout: z.enum(['treeinfo', 'xs-repository', 'supplemental-pack']),
  files: z.number().int(),
  bytes: z.number().int(),
  importedAt: z.number(),
  /** Absent where nobody was recorded: media of earlier versions. */
  importedBy: z.string().nullable(),
  signature: z.enum(signatures),
  /** Runs that have it in use: it cannot be removed. */
  inUse: z.array(z.string()),
  /** The last time it was hashed as a whole; null: not since its import. */
  lastCheck: lastCheckSchema.nullable(),
});
export type MediumSummary = z.infer<typeof mediumSummarySchema>;

export const mediaReplySchema = z.strictObject({ media: z.array(mediumSummarySchema) });

const sourceSchema = z.strictObject({
  kind: z.string(),
  label: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
});

/** A host that was proven to run what this medium installs, or was given this pack, in a run of the journal. */
export const installationSchema = z.strictObject({
  run: z.string(),
  pool: z.string(),
  host: z.strictObject({ uuid: z.string(), name: z.string() }),
  at: z.number(),
});
export type Installation = z.infer<typeof installationSchema>;

export const passportSchema = z.strictObject({
  ...mediumSummarySchema.shape,
  generation: z.number().int(),
  release: z.string().nullable(),
  /** What a host has after it was installed from it. */
  target: z.strictObject({
    product: z.string(),
    build: z.string().nullable(),
    platform: z.string(),
    xapi: z.string().nullable(),
    xen: z.string().nullable(),
    linux: z.string().nullable(),
  }),
  source: sourceSchema,
  parts: z.array(sourceSchema),
  verified: z.strictObject({
    packages: z.number().int(),
    metadata: z.number().int(),
    /** Fingerprint of the key that signed the repository, and of those that signed its packages. */
    signedBy: z.string().nullable(),
    packageSignatures: z.strictObject({
      good: z.number().int(),
      absent: z.number().int(),
      untrustedKey: z.number().int(),
    }),
    packagesSignedBy: z.array(z.string()),
    sourceChecksum: z.boolean(),
  }),
  warnings: z.array(z.string()),
  /** What it takes on disk, and of that, what no other medium holds. */
  disk: z.strictObject({ bytes: z.number().int(), own: z.number().int() }),
  /** Newest first. */
  installations: z.array(installationSchema),
});
export type Passport = z.infer<typeof passportSchema>;
