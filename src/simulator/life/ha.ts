/** Switching HA on and off (xapi.md 1.5; xapi_ha.ml), and how a host that starts squares its own mark with the pool's. */
import { isInPool } from '../state/agent-states.js';
import { stateFileOn } from '../state/ha-statefile.js';
import type { Host, Ref, StorageRepository } from '../state/objects.js';
import { without } from '../state/text-map.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';

/** What `pool.enable_ha` wants; the order of the refusals is xapi's: versions come before everything else. */
export function assertMayEnableHa(world: World): void {
  const { pool, hostList } = world.state;
  if (world.flag.isMixed()) throw XapiFailure.of('NOT_SUPPORTED_DURING_UPGRADE');
  if (pool.haEnabled) throw XapiFailure.of('HA_IS_ENABLED');
  const dead = hostList.find((host) => !host.live);
  if (dead !== undefined) throw XapiFailure.of('HOST_OFFLINE', dead.ref);
}

export async function enableHa(
  world: World,
  sr: StorageRepository,
  configuration: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const { pool, hostList } = world.state;
  const blind = hostList.find((host) => !world.state.sees(host, sr) || !host.statefileAccess);
  await world.sleep(world.times.haChange, signal);
  if (blind !== undefined) throw XapiFailure.of('HA_HOST_CANNOT_ACCESS_STATEFILE');
  pool.haStatefiles = [stateFileOn(world.state, sr)];
  pool.haConfiguration = configuration;
  pool.haEnabled = true;
  for (const host of hostList) host.haArmed = true;
  world.history.record('ha-enabled', null, {});
}

/** Through the state file, or with every host at hand; with neither it tries again for ever. Files and configuration stay. */
export async function disableHa(world: World, signal: AbortSignal): Promise<void> {
  await world.sleep(world.times.haChange, signal);
  while (!world.state.coordinator.statefileAccess && world.state.hostList.some((host) => !isInPool(host))) {
    await world.sleep(world.times.haRetry, signal);
  }
  world.state.pool.haEnabled = false;
  for (const host of world.state.hostList) if (isInPool(host)) host.haArmed = false;
  world.history.record('ha-disabled', null, {});
}

/** Only one change of HA at a time, each naming the other (`Xapi_pool_helpers.with_pool_operation`). */
export async function withHaOperation(
  world: World,
  operation: 'ha_enable' | 'ha_disable',
  ref: Ref,
  work: () => Promise<void>,
): Promise<void> {
  const { pool, conditions } = world.state;
  // No operation of the pool begins while its secret is being rotated (xapi_pool_helpers.ml).
  if (conditions.secretRotationPending) throw XapiFailure.of('POOL_SECRET_ROTATION_PENDING');
  const running = Object.values(pool.currentOperations);
  if (running.includes('ha_enable')) throw XapiFailure.of('HA_ENABLE_IN_PROGRESS');
  if (running.includes('ha_disable')) throw XapiFailure.of('HA_DISABLE_IN_PROGRESS');
  pool.currentOperations = { ...pool.currentOperations, [ref]: operation };
  try {
    await work();
  } finally {
    pool.currentOperations = without(pool.currentOperations, ref);
  }
}

/**
 * A host that starts compares its mark with the pool (`resynchronise_ha_state` in xapi.ml). Gives false for a member that may not
 * go on: the pool has HA on, and its own mark was wiped.
 */
export function resynchroniseHa(world: World, host: Host): boolean {
  const { pool } = world.state;
  if (host.haArmed === pool.haEnabled) return true;
  if (host.haArmed) {
    host.haArmed = false;
    return true;
  }
  if (host.ref !== pool.coordinator) return false;
  pool.haEnabled = false;
  world.history.record('ha-disabled', null, {});
  return true;
}
