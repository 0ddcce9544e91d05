/** Calls about the pool: HA, WLB, the database (xapi.md 1.5). */
import { assertMayEnableHa, disableHa, enableHa, withHaOperation } from '../life/ha.js';
import { designateCoordinator, recoverMembers } from '../life/coordinator-change.js';
import type { StorageRepository } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Handlers } from '../dispatch/call.js';

export const poolHandlers: Handlers = {
  'pool.disable_ha': async (call) => {
    const { world } = call;
    assertNoSecretRotation(world);
    await withHaOperation(world, 'ha_disable', call.operationRef, async () => {
      if (!world.state.pool.haEnabled) throw XapiFailure.of('HA_NOT_ENABLED');
      await disableHa(world, call.signal);
    });
    return nothing;
  },

  'pool.enable_ha': async (call) => {
    const { world } = call;
    assertNoSecretRotation(world);
    await withHaOperation(world, 'ha_enable', call.operationRef, async () => {
      assertMayEnableHa(world);
      const sr = heartbeatSr(world, call.texts('heartbeat_srs'));
      await enableHa(world, sr, call.map('configuration'), call.signal);
    });
    return nothing;
  },

  'pool.set_ha_host_failures_to_tolerate': (call) => {
    const { pool, hosts } = call.world.state;
    const wanted = call.number('value');
    if (wanted < 0) throw XapiFailure.of('INVALID_VALUE', 'ha_host_failures_to_tolerate', String(wanted));
    if (pool.haEnabled && wanted >= hosts.size) throw XapiFailure.of('HA_NO_PLAN');
    pool.haFailuresToTolerate = wanted;
    return nothing;
  },

  'pool.set_wlb_enabled': (call) => {
    const { world } = call;
    const enabled = call.flag('value');
    world.state.pool.wlbEnabled = enabled;
    world.history.record('wlb-set', null, { enabled });
    return nothing;
  },

  'pool.initialize_wlb': (call) => {
    call.world.state.pool.wlbUrl = call.text('wlb_url');
    return nothing;
  },

  // Forgets the credentials as well: a controller that calls it cannot undo it.
  'pool.deconfigure_wlb': (call) => {
    const { pool } = call.world.state;
    pool.wlbUrl = '';
    pool.wlbEnabled = false;
    return nothing;
  },

  'pool.sync_database': () => nothing,

  'pool.designate_new_master': (call) => {
    designateCoordinator(call.world, call.host('host'));
    return nothing;
  },

  'pool.recover_slaves': (call) => recoverMembers(call.world),
};

/** No operation of the pool begins while its secret is being rotated (xapi_pool_helpers.ml). */
function assertNoSecretRotation(world: World): void {
  if (world.state.conditions.secretRotationPending) throw XapiFailure.of('POOL_SECRET_ROTATION_PENDING');
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
