/**
 * Another host becoming coordinator: by a call to a healthy pool, or on a host that is cut off (xapi_pool.ml, xapi_pool_transition.ml).
 * No rule of the rolling upgrade forbids it, which is why a controller has to (xapi.md 2.4).
 */
import { assertReachable } from '../calls/host-reach.js';
import type { Host, Ref } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { restartAgent } from './agent-start.js';

/** Every host writes down the new one and restarts its xapi. All of them have to agree first. */
export function designateCoordinator(world: World, host: Host): void {
  if (host.ref === world.state.pool.coordinator) return;
  assertReachable(host);
  if (world.state.pool.haEnabled) throw XapiFailure.of('HA_IS_ENABLED');
  for (const other of world.state.hostList) assertReachable(other);
  world.state.pool.coordinator = host.ref;
  for (const other of world.state.hostList) {
    other.follows = host.ref;
    restartSoon(world, other);
  }
}

/** `pool.emergency_transition_to_master`, asked of the host itself: nobody else is asked, and nobody else follows yet. */
export function becomeCoordinator(world: World, host: Host): void {
  if (host.haArmed && world.state.pool.haEnabled) throw XapiFailure.of('HA_IS_ENABLED');
  host.follows = host.ref;
  // A coordinator that is alive is found when this one starts, and stays the only one.
  if (world.state.coordinator.agent !== 'coordinator') world.state.pool.coordinator = host.ref;
  restartSoon(world, host);
}

/** `pool.emergency_reset_master`. An address that nobody has leaves the host without a coordinator. */
export function followAddress(world: World, host: Host, address: string): void {
  if (host.haArmed && world.state.pool.haEnabled) throw XapiFailure.of('HA_IS_ENABLED');
  host.follows = world.state.hostAt(address)?.ref ?? 'OpaqueRef:NULL';
  restartSoon(world, host);
}

/** `pool.recover_slaves`: those that could be told to follow this coordinator. */
export function recoverMembers(world: World): readonly Ref[] {
  const { coordinator, hostList } = world.state;
  const found = hostList.filter(
    (host) => host !== coordinator && (host.agent === 'member' || host.agent === 'emergency'),
  );
  for (const host of found) {
    host.follows = coordinator.ref;
    restartSoon(world, host);
  }
  return found.map((host) => host.ref);
}

/** The answer leaves first. */
function restartSoon(world: World, host: Host): void {
  const { incarnation } = host;
  world.spawn(async () => {
    await world.sleep(world.times.agentRestartDelay);
    if (host.incarnation === incarnation) await restartAgent(world, host);
  });
}
