/** What a session says that its user may do: the names of calls in lower case, as xapi's rbac_static writes them; none for root. */
import { callSignature } from '../../releases/calls/call-signature.js';
import { roles, type Role } from '../../releases/calls/call-table.js';
import { methodNames } from '../dispatch/method-names.js';
import type { World } from '../world.js';

const cache = new Map<string, readonly string[]>();

export function permissionsOf(role: Role, world: World): readonly string[] {
  if (role === 'local-root') return [];
  const release = world.state.coordinator.running;
  const key = `${role} ${release.productVersion} ${release.xapiVersion}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const permissions = methodNames(release)
    .filter((name) => roles.indexOf(callSignature(name, release)?.role ?? 'local-root') <= roles.indexOf(role))
    .map((name) => name.toLowerCase());
  cache.set(key, permissions);
  return permissions;
}
