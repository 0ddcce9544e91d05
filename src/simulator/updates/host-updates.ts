/** Which updates a host has: the records of the pool, as a host writes them (`resync_host` in xapi_pool_update.ml). */
import type { InventoryObject } from '../inventory/inventory.js';
import { nullRef, type Host, type Ref } from '../state/objects.js';
import type { World } from '../world.js';

/** Hosts that have an update. */
export function hostsWith(world: World, update: InventoryObject): readonly Ref[] {
  const hosts = valueOf(world, update, 'hosts');
  return Array.isArray(hosts) ? hosts.map(String) : [];
}

/** The disk with its image; null when the pool keeps none. */
export function imageOf(world: World, update: InventoryObject): Ref {
  const vdi = valueOf(world, update, 'vdi');
  return typeof vdi === 'string' ? vdi : nullRef;
}

export function markApplied(world: World, host: Host, update: InventoryObject, restart: boolean): void {
  const { inventory } = world.state;
  inventory.write(update.ref, 'hosts', [...hostsWith(world, update), host.ref]);
  if (restart) inventory.write(host.ref, 'updates_requiring_reboot', [...pendingOf(world, host), update.ref]);
  world.history.record('update-applied', host.uuid, { update: update.uuid });
}

/** An installation leaves nothing of them. */
export function forgetUpdates(world: World, host: Host): void {
  const { inventory } = world.state;
  for (const update of inventory.list('pool_update')) {
    const hosts = hostsWith(world, update);
    if (hosts.includes(host.ref))
      inventory.write(
        update.ref,
        'hosts',
        hosts.filter((ref) => ref !== host.ref),
      );
  }
}

/** What waited for a reboot has had it. */
export function followReboot(world: World, host: Host): void {
  if (pendingOf(world, host).length > 0) world.state.inventory.write(host.ref, 'updates_requiring_reboot', []);
}

function pendingOf({ state }: World, host: Host): readonly string[] {
  const pending = state.inventory.written(host.ref)?.['updates_requiring_reboot'];
  return Array.isArray(pending) ? pending.map(String) : [];
}

function valueOf({ state }: World, update: InventoryObject, field: string): unknown {
  return state.inventory.written(update.ref)?.[field] ?? update.fields[field];
}
