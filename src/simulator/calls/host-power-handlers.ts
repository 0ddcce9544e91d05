/** Calls that take a host or its xapi down and up (xapi.md 1.4, 2.7). Each returns long before it is done. */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { bootHost, rebootHost } from '../life/boot.js';
import { declareDead } from '../life/declare-dead.js';
import { withHostOperation } from '../life/host-operation.js';
import { restartAgent } from '../life/agent-start.js';
import { shutDownHost } from '../life/shutdown.js';
import type { Host } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Call, type Handlers } from '../dispatch/call.js';
import { assertStatefileAccess } from './ha-guard.js';
import { assertReachable } from './host-reach.js';

export const hostPowerHandlers: Handlers = {
  'host.reboot': (call) =>
    goDown(call, 'reboot', (world, host) => {
      const guests = world.state.guestsOn(host).map((vm) => vm.uuid);
      world.history.record('reboot-called', host.uuid, { enabled: host.enabled, guests });
      return rebootHost(world, host);
    }),

  'host.shutdown': (call) =>
    goDown(call, 'shutdown', async (world, host) => {
      const { incarnation } = host;
      await world.sleep(world.times.rebootGrace);
      if (host.incarnation === incarnation) await shutDownHost(world, host, 'shutdown');
    }),

  'host.power_on': async (call) => {
    const host = call.host('host');
    await withHostOperation(call.world, host, 'power_on', call.operationRef, () => {
      if (host.power === 'off') call.world.spawn(() => bootHost(call.world, host));
    });
    return nothing;
  },

  'host.restart_agent': (call) => {
    const host = call.host('host');
    const { world } = call;
    assertReachable(host);
    const { incarnation } = host;
    world.spawn(async () => {
      await world.sleep(world.times.agentRestartDelay);
      if (host.incarnation === incarnation) await restartAgent(world, host);
    });
    return nothing;
  },

  'host.declare_dead': (call) => {
    declareDead(call.world, call.host('host'));
    return nothing;
  },
};

/**
 * Concurrent operations and an enabled host are refused by the coordinator, a lost state file by the host itself. Guests that are left
 * are no reason in any version. The operation that goes on after the call is shown as `shutdown`, for reboots too.
 */
async function goDown(
  call: Call,
  operation: 'reboot' | 'shutdown',
  work: (world: World, host: Host) => Promise<void>,
): Promise<string> {
  const { world } = call;
  const host = call.host('host');
  await withHostOperation(world, host, operation, call.operationRef, () => {
    assertClusterIsWhole(world.state, host);
    assertReachable(host);
    assertStatefileAccess(world.state, host);
    // Up to 7.4 the mark was left by the call itself, later by the shutdown.
    if (apiBehaviour(host.running).guestsLeftAtReboot === 'killed') host.disabledUntilReboot = true;
  });
  host.currentOperations = { ...host.currentOperations, [world.state.newEntity().ref]: 'shutdown' };
  world.spawn(() => work(world, host));
  return nothing;
}

/** With a clustered SR plugged, no host may go down while another is down (xapi_host_helpers.ml). */
function assertClusterIsWhole(state: PoolState, host: Host): void {
  const down = state.hostList.some((other) => !other.live);
  const plugged = state.pbdsOf(host).filter((pbd) => pbd.attached);
  const clustered = plugged.find((pbd) => state.srs.get(pbd.sr)?.type === 'gfs2');
  if (down && clustered !== undefined) throw XapiFailure.of('CLUSTERED_SR_DEGRADED', clustered.sr);
}
