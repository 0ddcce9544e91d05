/** Calls about the pool: HA, WLB, the database (xapi.md 1.5). */
import { compareVersions } from '../../releases/versions.js';
import { stateFileOn } from '../state/ha-statefile.js';
import type { StorageRepository } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Handlers } from '../dispatch/call.js';

export const poolHandlers: Handlers = {
  'pool.disable_ha': async ({ world, signal }) => {
    const { pool } = world.state;
    assertNoSecretRotation(world);
    if (!pool.haEnabled) throw XapiFailure.of('HA_NOT_ENABLED');
    await world.sleep(world.times.haChange, signal);
    pool.haEnabled = false;
    for (const host of world.state.hosts.values()) host.haArmed = false;
    world.history.record('ha-disabled', null, {});
    return nothing;
  },

  'pool.enable_ha': async (call) => {
    const { world } = call;
    const { pool } = world.state;
    assertNoSecretRotation(world);
    if (pool.haEnabled) throw XapiFailure.of('HA_IS_ENABLED');
    assertSameVersions(world);
    assertAllLive(world);
    const sr = heartbeatSr(world, call.texts('heartbeat_srs'));
    await world.sleep(world.times.haChange, call.signal);
    pool.haStatefiles = [stateFileOn(world.state, sr)];
    pool.haConfiguration = call.map('configuration');
    pool.haEnabled = true;
    for (const host of world.state.hosts.values()) host.haArmed = true;
    world.history.record('ha-enabled', null, {});
    return nothing;
  },

  'pool.set_ha_host_failures_to_tolerate': (call) => {
    const { pool, hosts } = call.world.state;
    const wanted = call.number('value');
    if (wanted < 0 || wanted >= hosts.size) throw XapiFailure.of('HA_NO_PLAN');
    pool.haFailuresToTolerate = wanted;
    return nothing;
  },

  'pool.set_wlb_enabled': (call) => {
    const enabled = call.flag('value');
    call.world.state.pool.wlbEnabled = enabled;
    call.world.history.record('wlb-set', null, { enabled });
    return nothing;
  },

  'pool.sync_database': () => nothing,
};

/** No operation of the pool begins while its secret is being rotated (xapi_pool_helpers.ml). */
function assertNoSecretRotation(world: World): void {
  if (world.state.conditions.secretRotationPending) throw XapiFailure.of('POOL_SECRET_ROTATION_PENDING');
}

/** Looks at versions, not at the flag. */
function assertSameVersions(world: World): void {
  const { coordinator, hostList } = world.state;
  const keys = ['platform_version', 'xapi'];
  const same = hostList.every((host) =>
    keys.every((key) => compareVersions(host.recordedVersion[key], coordinator.recordedVersion[key]) === 0),
  );
  if (!same) throw XapiFailure.of('NOT_SUPPORTED_DURING_UPGRADE');
}

function assertAllLive(world: World): void {
  const dead = world.state.hostList.find((host) => !host.live);
  if (dead !== undefined) throw XapiFailure.of('HOST_OFFLINE', dead.ref);
}

/** Only the first SR of the list is used; without a list xapi chooses among the shared ones. */
function heartbeatSr(world: World, wanted: readonly string[]): StorageRepository {
  const [first] = wanted;
  const shared = [...world.state.srs.values()].find((sr) => sr.shared && sr.contentType !== 'iso');
  const sr = first === undefined ? shared : world.state.srs.get(first);
  if (sr === undefined)
    throw first === undefined
      ? XapiFailure.of('CANNOT_CREATE_STATE_FILE')
      : XapiFailure.of('HANDLE_INVALID', 'SR', first);
  return sr;
}
