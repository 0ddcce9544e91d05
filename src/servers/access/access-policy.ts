/** Who may ask for which path, the same for HTTP and FTP: decided here, refused in each protocol's own words. */
import type { UserVerifier } from './user-verifier.js';
import { sitePaths } from '../site/site-paths.js';

/**
 * What a password is needed for. The address of a host holds a token of 128 random bits that ends with its grant: it is a
 * credential itself, and no installer before XenServer 9 sends a password to another port than 80
 * (media-and-clients.md 2.1, 2.4). So hosts keep their addresses under `plain-path`.
 */
export type PasswordScope = 'nothing' | 'plain-path' | 'everything';

export interface AccessPolicy {
  readonly scope: PasswordScope;
  readonly users: UserVerifier;
}

/** Never behind a password: what watches this server has none, and nothing is told but that it lives. */
const open = new Set<string>([sitePaths.alive, sitePaths.ready]);

/** @param path decoded components */
export function needsPassword(scope: PasswordScope, path: readonly string[]): boolean {
  const [first] = path;
  if (scope === 'nothing' || (first !== undefined && open.has(first) && path.length === 1)) return false;
  return scope === 'everything' || first !== 'i';
}
