/** Pools as the dashboard shows them: what is known of each, its hosts, and what the last check found. */
import { z } from 'zod';
import { checkReportSchema } from '../checks.js';
import { errorReplySchema } from './media-jobs.js';

export const lastCheckSchema = z.strictObject({
  at: z.number(),
  by: z.string(),
  report: checkReportSchema,
});
export type LastCheck = z.infer<typeof lastCheckSchema>;

export const poolLineSchema = z.strictObject({
  /** The name under which it was added. */
  name: z.string(),
  addresses: z.array(z.string()),
  /** The run that has not ended; null where there is none. */
  run: z.string().nullable(),
  /** The last check that was asked of the controller; null: none since it started. */
  lastCheck: z
    .strictObject({
      at: z.number(),
      media: z.string(),
      blocked: z.boolean(),
      failures: z.number().int(),
      warnings: z.number().int(),
      unknown: z.number().int(),
    })
    .nullable(),
});
export type PoolLine = z.infer<typeof poolLineSchema>;

export const poolsReplySchema = z.strictObject({ pools: z.array(poolLineSchema) });

const versionsSchema = z.strictObject({
  brand: z.string().nullable(),
  product: z.string().nullable(),
  build: z.string().nullable(),
  platform: z.string().nullable(),
  xapi: z.string().nullable(),
  xen: z.string().nullable(),
  linux: z.string().nullable(),
});

const poolHostSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  address: z.string(),
  coordinator: z.boolean(),
  enabled: z.boolean(),
  /** Null where the host has no metrics to read. */
  live: z.boolean().nullable(),
  versions: versionsSchema,
  guests: z.number().int(),
});

export const poolReadingSchema = z.strictObject({
  at: z.number(),
  uuid: z.string(),
  name: z.string(),
  haEnabled: z.boolean(),
  wlbEnabled: z.boolean(),
  rollingUpgrade: z.boolean(),
  /** Which run has claimed it, in words; null when none has. */
  claim: z.string().nullable(),
  hosts: z.array(poolHostSchema),
  /** Those that run on a host, for the choice of what is done with each. */
  vms: z.array(z.strictObject({ uuid: z.string(), name: z.string(), host: z.string() })),
});
export type PoolReading = z.infer<typeof poolReadingSchema>;

export const poolReplySchema = z.strictObject({
  name: z.string(),
  addresses: z.array(z.string()),
  user: z.string(),
  /** Where its password is that is not Drydock's to change, in words, exactly for administrators alone; null: Drydock keeps it, or asks for it. */
  passwordElsewhere: z.string().nullable(),
  ssh: z.boolean(),
  run: z.string().nullable(),
  /** Null where it could not be read; `error` then says why. */
  reading: poolReadingSchema.nullable(),
  error: errorReplySchema.nullable(),
  lastCheck: lastCheckSchema.nullable(),
});
export type PoolReply = z.infer<typeof poolReplySchema>;

const poolName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, {
  error: 'must be a name of letters, digits, dots, dashes and underscores, such as lab',
});
const poolAddress = z.string().min(1).max(255);
const poolAddresses = z.array(poolAddress).min(1).max(64);

export const certificatesRequestSchema = z.strictObject({
  /** `ADDRESS[:PORT]`; the coordinator or any member. */
  addresses: poolAddresses,
  /** Accept the TLS 1.0 of hosts up to 6.5. */
  oldTls: z.boolean().default(false),
});

export const certificatesReplySchema = z.strictObject({
  /** In the order of the request. Nothing but a TLS handshake was sent to any of them. */
  certificates: z.array(
    z.strictObject({
      address: z.string(),
      /** SHA-256; null where the address could not be reached, and `error` says why. */
      fingerprint: z.string().nullable(),
      error: errorReplySchema.nullable(),
    }),
  ),
});
export type CertificatesReply = z.infer<typeof certificatesReplySchema>;

/** Kept in a file of the state folder that its owner alone may read; no reply has it. */
const poolPassword = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^[^\0\r\n]*$/, { error: 'must be one line' });

export const addPoolSchema = z.strictObject({
  name: poolName,
  addresses: poolAddresses,
  user: z.string().min(1).max(255).default('root'),
  password: poolPassword,
  /** The fingerprint that a person has compared, for each address. */
  fingerprints: z.record(
    poolAddress,
    z.string().regex(/^([0-9A-Fa-f]{2}:?){32}$/, { error: 'must be a SHA-256 in hex' }),
  ),
  oldTls: z.boolean().default(false),
  /** Addresses as the hosts know each other, to addresses as they are reached from here. */
  addressMap: z.record(poolAddress, poolAddress).default({}),
  by: z.string().optional(),
});
export type AddPool = z.infer<typeof addPoolSchema>;

export const addPoolReplySchema = z.strictObject({
  name: z.string(),
  addresses: z.array(z.string()),
  user: z.string(),
  fingerprints: z.record(z.string(), z.string()),
});

export const poolPasswordSchema = z.strictObject({ password: poolPassword, by: z.string().optional() });

export const poolPasswordReplySchema = z.strictObject({ changed: z.string() });

export const removePoolReplySchema = z.strictObject({ removed: z.string() });

export const fixRequestSchema = z.strictObject({
  media: z.string(),
  /** The finding: the assessment's id, and its subject as the check names it. */
  check: z.string(),
  subject: z.string(),
  by: z.string().optional(),
});
export type FixRequest = z.infer<typeof fixRequestSchema>;

export const fixReplySchema = z.strictObject({
  /** What was done now, a line each; empty where a run does it. */
  done: z.array(z.string()),
  /**
   * What a run that is planned with `fix` does before its first host, and takes back at its end: HA, WLB, discs, automatic
   * starts. Done outside a run, nothing would put it back.
   */
  byRun: z.array(z.string()),
  /** The command that takes back what was done, where there is something to take back. */
  undo: z.array(z.string()),
  /** The check again, after it. */
  check: checkReportSchema,
});
export type FixReply = z.infer<typeof fixReplySchema>;
