/** What Drydock keeps of the way into a pool's hosts: as whom, by which file, and which host keys it trusts. Never a key or password. */
import { z } from 'zod';

const hostKeySchema = z.strictObject({
  /** `ssh-ed25519`, `ssh-rsa` … */
  type: z.string().min(1),
  fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
});

export const sshRecordSchema = z.strictObject({
  user: z.string().min(1),
  credential: z.strictObject({
    kind: z.enum(['key-file', 'password-file']),
    /** A file of the jump box; only its path is kept. */
    path: z.string(),
  }),
  /** Offer what OpenSSH of hosts up to 6.5 needs. */
  oldSsh: z.boolean(),
  /** By the address that the pool has for a host. */
  hosts: z.record(
    z.string(),
    z.strictObject({ name: z.string(), address: z.string(), port: z.int().min(1).max(65_535), key: hostKeySchema }),
  ),
});
export type SshRecord = z.infer<typeof sshRecordSchema>;
