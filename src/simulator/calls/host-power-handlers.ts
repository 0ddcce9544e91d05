/** Calls that take a host or its xapi down and up. Each returns long before it is done. */
import { bootHost, rebootHost } from '../life/boot.js';
import { restartAgent } from '../life/agent-start.js';
import { shutDownHost } from '../life/shutdown.js';
import type { Host } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Call, type Handlers } from '../dispatch/call.js';
import { assertReachable } from './host-reach.js';

export const hostPowerHandlers: Handlers = {
  'host.reboot': (call) => {
    const host = assertMayGoDown(call);
    const { world } = call;
    const guests = world.state.guestsOn(host).map((vm) => vm.uuid);
    world.history.record('reboot-called', host.uuid, { enabled: host.enabled, guests });
    markGoingDown(call, host);
    world.spawn(() => rebootHost(world, host));
    return nothing;
  },

  'host.shutdown': (call) => {
    const host = assertMayGoDown(call);
    const { world } = call;
    markGoingDown(call, host);
    world.spawn(async () => {
      await world.sleep(world.times.rebootGrace);
      await shutDownHost(world, host, 'shutdown');
    });
    return nothing;
  },

  'host.power_on': (call) => {
    const host = call.host('host');
    if (host.power === 'off') call.world.spawn(() => bootHost(call.world, host));
    return nothing;
  },

  'host.restart_agent': (call) => {
    const host = call.host('host');
    assertReachable(host);
    call.world.spawn(() => restartAgent(call.world, host));
    return nothing;
  },
};

/** An enabled host is refused; guests that are left are not a reason in any version (xapi.md 1.4). */
function assertMayGoDown(call: Call): Host {
  const host = call.host('host');
  assertReachable(host);
  if (host.enabled) throw XapiFailure.of('HOST_NOT_DISABLED');
  assertClusterIsWhole(call.world.state, host);
  const [task, operation] = Object.entries(host.currentOperations)[0] ?? [];
  if (task !== undefined && operation !== undefined) {
    throw XapiFailure.of('OTHER_OPERATION_IN_PROGRESS', 'host', host.ref, operation, task);
  }
  return host;
}

/** With a clustered SR plugged, no host may go down while another is down (xapi_host_helpers.ml). */
function assertClusterIsWhole(state: PoolState, host: Host): void {
  const down = state.hostList.some((other) => !other.live);
  const plugged = state.pbdsOf(host).filter((pbd) => pbd.attached);
  const clustered = plugged.find((pbd) => state.srs.get(pbd.sr)?.type === 'gfs2');
  if (down && clustered !== undefined) throw XapiFailure.of('CLUSTERED_SR_DEGRADED', clustered.sr);
}

/** Shown as `shutdown` for reboots too (xapi.md 2.7). */
function markGoingDown(call: Call, host: Host): void {
  host.currentOperations = { [call.operationRef]: 'shutdown' };
}
