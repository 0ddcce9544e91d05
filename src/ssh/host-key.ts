/** The key by which a host proves who it is, as OpenSSH shows it: `ssh-keygen -lf` on the host prints the same. */
import { createHash } from 'node:crypto';

export interface HostKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa` … */
  readonly type: string;
  /** `SHA256:` and the digest of the public key in base64 without padding. */
  readonly fingerprint: string;
}

/** @param blob the public key as it travels: its type as a string with its length before it, then the numbers (RFC 4253, 6.6) */
export function hostKeyOf(blob: Buffer): HostKey {
  const length = blob.length < 4 ? 0 : Math.min(blob.readUInt32BE(0), blob.length - 4);
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { type: blob.toString('latin1', 4, 4 + length), fingerprint: `SHA256:${digest}` };
}

export function isSameKey(left: HostKey, right: HostKey): boolean {
  return left.type === right.type && left.fingerprint === right.fingerprint;
}

/** As it is shown to people and kept: `ssh-ed25519 SHA256:…`. */
export function describeKey({ type, fingerprint }: HostKey): string {
  return `${type} ${fingerprint}`;
}
