/** Which keys of the vendors are taken: those that hosts take. */
import { config, enums } from 'openpgp';

/**
 * Vendors' keys certify themselves with SHA-1 in older releases, some are DSA or RSA of 1024 bits, and the hosts accept
 * that. What they sign is judged more strictly: OpenPGP.js refuses SHA-1 there, and packages have their own rule.
 */
export const acceptOldKeys = {
  ...config,
  rejectHashAlgorithms: new Set([enums.hash.md5, enums.hash.ripemd]),
  rejectPublicKeyAlgorithms: new Set<enums.publicKey>(),
  minRSABits: 1024,
};
