/** OpenPGP.js, and which keys of the vendors are taken: those that hosts take. */
import type * as library from 'openpgp';

export type OpenPgp = typeof library & {
  /**
   * Vendors' keys certify themselves with SHA-1 in older releases, some are DSA or RSA of 1024 bits, and the hosts accept
   * that. What they sign is judged more strictly: OpenPGP.js refuses SHA-1 there, and packages have their own rule.
   */
  readonly acceptOldKeys: library.Config;
};

let loaded: Promise<OpenPgp> | undefined;

/** Loaded when there is a key or a signature: no other part of an import takes as long to load. */
export function openPgp(): Promise<OpenPgp> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<OpenPgp> {
  const loadedLibrary = await import('openpgp');
  const { config, enums } = loadedLibrary;
  const acceptOldKeys: library.Config = {
    ...config,
    rejectHashAlgorithms: new Set([enums.hash.md5, enums.hash.ripemd]),
    rejectPublicKeyAlgorithms: new Set<library.enums.publicKey>(),
    minRSABits: 1024,
  };
  return { ...loadedLibrary, acceptOldKeys };
}
