/**
 * Which algorithms are offered: those of today, and only where a pool says so the ones that hosts up to 6.5 need (OpenSSH 4.3
 * and 5.3 know no SHA-2 key exchange, and sign with SHA-1).
 */
import type { Algorithms } from 'ssh2';

type HostKeyAlgorithm = NonNullable<Exclude<Algorithms['serverHostKey'], { append?: unknown }>>[number];

const today = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group-exchange-sha256',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
} satisfies Algorithms;

const old = {
  kex: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
  cipher: ['aes128-cbc', 'aes256-cbc', '3des-cbc'],
  hmac: ['hmac-sha1', 'hmac-md5'],
} satisfies Algorithms;

/** Signature algorithms by the type of key that is pinned: a server has several keys, and only the pinned one counts. */
const signatures: Readonly<Record<string, readonly HostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

/** @param keyType of the pinned host key; any type without one */
export function offeredAlgorithms(oldSsh: boolean, keyType?: string): Algorithms {
  const types = keyType === undefined ? Object.keys(signatures) : [keyType];
  const serverHostKey = types.flatMap((type) => [
    ...(signatures[type] ?? []),
    ...(oldSsh && type === 'ssh-rsa' ? (['ssh-rsa'] as const) : []),
  ]);
  if (!oldSsh) return { ...today, serverHostKey };
  return {
    kex: [...today.kex, ...old.kex],
    cipher: [...today.cipher, ...old.cipher],
    hmac: [...today.hmac, ...old.hmac],
    serverHostKey,
  };
}
