/** What Drydock keeps of a known pool: where it is, whom it logs in as, and which certificates it trusts. Never a password. */
import { z } from 'zod';
import { secretSourceSchema } from '../credentials/secret-source.js';
import { sshRecordSchema } from './ssh-record.js';

const credentialSourceSchema = z.discriminatedUnion('kind', [
  ...secretSourceSchema.options,
  /** Typed at a prompt: `check` asks again, and no run can be started. */
  z.strictObject({ kind: z.literal('prompt') }),
]);
export type CredentialSource = z.infer<typeof credentialSourceSchema>;

export const poolRecordSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/),
  /** `ADDR[:PORT]` as given, the coordinator or members; at least one. */
  addresses: z.array(z.string()).min(1),
  user: z.string(),
  credential: credentialSourceSchema,
  /** SHA-256 of the certificate for each address that was seen. */
  fingerprints: z.record(z.string(), z.string()),
  /** Accept the TLS 1.0 of releases up to 6.5 for this pool. */
  oldTls: z.boolean(),
  /** Addresses as the hosts know each other, to addresses as they are reached from here (a pool behind NAT). */
  addressMap: z.record(z.string(), z.string()),
  addedAt: z.number().int(),
  /** Absent: the hosts are not looked into. */
  ssh: sshRecordSchema.optional(),
});
export type PoolRecord = z.infer<typeof poolRecordSchema>;

export const poolFileSchema = z.strictObject({ format: z.literal(1), pools: z.array(poolRecordSchema) });
