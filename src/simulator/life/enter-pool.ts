/**
 * A member that starts, on its way into the pool: in emergency mode until its coordinator takes it (xapi.md 1.3, 2.5;
 * `attempt_host_status_check_with_coordinator` in xapi.ml). Errors that may pass are tried again after 5 s, others after 60 s.
 */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { compareVersions } from '../../releases/versions.js';
import { emergencyError } from '../faults/kinds/member-start.js';
import type { Host } from '../state/objects.js';
import { pick } from '../times.js';
import type { World } from '../world.js';
import { itself } from './followed.js';
import { keepAlive } from './heartbeats.js';
import { leaveMessage } from './messages.js';

interface Refusal {
  readonly error: readonly string[];
  readonly retry: number;
}

/** Gives false when the host went down meanwhile, or stays in emergency mode for good. */
export async function enterPool(world: World, host: Host, incarnation: number): Promise<boolean> {
  const forced = world.strikes('starts-in-emergency', { host });
  if (forced !== undefined) {
    enterEmergency(world, host, emergencyError(world, host, forced.error));
    if (forced.lasts === undefined) return false;
    await world.sleep(forced.lasts);
    if (host.incarnation !== incarnation) return false;
  }
  for (let refusal = attempt(world, host); refusal !== undefined; refusal = attempt(world, host)) {
    // The first attempt takes its time when the coordinator's machine is silent; until it has failed the initial error is shown.
    if (host.agent === 'starting') {
      enterEmergency(world, host, ['HOST_STILL_BOOTING']);
      await world.sleep(isSilent(coordinatorOf(world, host)) ? world.times.connectTimeout : 0);
      if (host.incarnation !== incarnation) return false;
    }
    enterEmergency(world, host, refusal.error);
    await world.sleep(refusal.retry);
    if (host.incarnation !== incarnation) return false;
  }
  world.setAgent(host, 'member');
  host.emergencyError = [];
  world.history.record('member-entered', host.uuid, {});
  return true;
}

/** A member that found no way to go on shows why, and its xapi restarts after a while. False when it went down meanwhile. */
export async function waitAndRestart(world: World, host: Host, error: readonly string[]): Promise<boolean> {
  const { incarnation } = host;
  enterEmergency(world, host, error);
  await world.sleep(pick(world.state.random, world.times.emergencyRestart));
  return host.incarnation === incarnation;
}

function attempt(world: World, host: Host): Refusal | undefined {
  return statefileRefusal(world, host) ?? helloRefusal(world, host);
}

/** An armed host needs the state file, unless its coordinator says that HA is off by now: then it disarms itself. */
function statefileRefusal(world: World, host: Host): Refusal | undefined {
  if (!host.haArmed || host.statefileAccess) return undefined;
  const coordinator = coordinatorOf(world, host);
  if (coordinator?.agent === 'coordinator' && !world.state.pool.haEnabled) {
    host.haArmed = false;
    return undefined;
  }
  const error = world.state.pool.haEnabled ? ['HA_HOST_CANNOT_ACCESS_STATEFILE'] : undefined;
  return error === undefined ? undefined : { error, retry: world.times.haDaemonRetry };
}

function helloRefusal(world: World, host: Host): Refusal | undefined {
  const { emergencyRetry, versionRetry } = world.times;
  if (host.follows === itself) return { error: ['HOST_ITS_OWN_SLAVE'], retry: emergencyRetry };
  const coordinator = coordinatorOf(world, host);
  if (coordinator?.agent === 'emergency') return { error: coordinator.emergencyError, retry: emergencyRetry };
  if (coordinator?.agent === 'member')
    return { error: ['HOST_IS_SLAVE', addressOf(world, coordinator)], retry: emergencyRetry };
  if (coordinator?.agent !== 'coordinator') {
    return { error: ['INTERNAL_ERROR', 'Xmlrpc_client.Connection_reset'], retry: emergencyRetry };
  }
  if (!world.state.hosts.has(host.ref)) return { error: ['HOST_UNKNOWN_TO_MASTER', host.uuid], retry: versionRetry };
  sayHello(world, host);
  const own = host.running;
  if (!apiBehaviour(own).memberRefusesOlderCoordinator) return undefined;
  if (compareVersions(own.xapiVersion, coordinator.running.xapiVersion) <= 0) return undefined;
  if (host.emergencyError[0] !== higherVersion) tellOfVersion(world, host);
  return { error: [higherVersion, own.xapiVersion], retry: versionRetry };
}

const higherVersion = 'HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR';

/** The hello makes the coordinator set the member disabled and, without HA, live: also one that is refused right after. */
function sayHello(world: World, host: Host): void {
  if (host.enabled) {
    host.enabled = false;
    world.history.record('host-disabled', host.uuid, { by: 'member-start' });
  }
  keepAlive(host);
}

function tellOfVersion(world: World, host: Host): void {
  leaveMessage(world, {
    name: 'XAPI_STARTUP_BLOCKED_AS_VERSION_HIGHER_THAN_COORDINATOR',
    priority: 2,
    cls: 'Host',
    objectUuid: host.uuid,
    body: `Xapi startup in pool member ${host.name} is blocked as its xapi version (${host.running.xapiVersion}) is higher than xapi version in pool coordinator.`,
  });
}

export function enterEmergency(world: World, host: Host, error: readonly string[]): void {
  const shown = host.agent === 'emergency' ? host.emergencyError[0] : undefined;
  host.emergencyError = error;
  world.setAgent(host, 'emergency');
  if (shown !== error[0]) world.history.record('emergency', host.uuid, { error });
}

function coordinatorOf(world: World, host: Host): Host | undefined {
  return world.state.hosts.get(host.follows);
}

function addressOf(world: World, host: Host): string {
  return world.state.hosts.get(host.follows)?.address ?? host.address;
}

/** A machine that is off or in its firmware answers nothing at all. */
function isSilent(host: Host | undefined): boolean {
  return host === undefined || host.power !== 'on';
}
