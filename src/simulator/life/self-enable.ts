/** A host enabling itself at its start, or not (`consider_enabling_host` in xapi_host_helpers.ml; xapi.md 2.6). */
import { isInPool } from '../state/agent-states.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';

export function enableItself(world: World, host: Host): void {
  if (host.enabled || !mayEnableItself(world, host)) return;
  host.enabled = true;
  world.history.record('host-enabled', host.uuid, { by: 'start' });
}

/** A PBD that is not attached keeps it disabled only under HA. */
function mayEnableItself({ state }: World, host: Host): boolean {
  const storageIsFine = !host.haArmed || !state.pool.haEnabled || state.pbdsOf(host).every((pbd) => pbd.attached);
  return (
    isInPool(host) &&
    !host.disableMark &&
    storageIsFine &&
    host.pendingGuidances.length === 0 &&
    !host.disabledUntilReboot &&
    host.autoEnable
  );
}
