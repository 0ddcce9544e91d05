/** xapi starting on a host, as coordinator or as member, until the host has enabled itself (xapi.md 2.5, 2.6). */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { emergencyError } from '../faults/kinds/member-start.js';
import { compareVersions } from '../../releases/versions.js';
import type { Host } from '../state/objects.js';
import { pick } from '../times.js';
import type { World } from '../world.js';
import { stopAgent } from './shutdown.js';
import { attachStorage } from './storage.js';
import { autoStartGuests } from './auto-start.js';

export async function startAgent(world: World, host: Host): Promise<void> {
  world.setAgent(host, 'starting');
  host.stillBooting = true;
  if (world.strikes('agent-does-not-start', { host }) !== undefined) return;
  await world.sleep(pick(world.state.random, world.times.agentStart));
  if (world.strikes('stranger-answers', { host }) !== undefined) {
    becomeStranger(world, host);
    return;
  }
  host.agentStartedAt = world.now() + host.clockOffset;
  if (host.ref === world.state.pool.coordinator) await startAsCoordinator(world, host);
  else await startAsMember(world, host);
}

/** A toolstack restart: guests and machine stay, the coordinator's sessions and tasks go. */
export async function restartAgent(world: World, host: Host): Promise<void> {
  stopAgent(world, host);
  await startAgent(world, host);
}

async function startAsCoordinator(world: World, host: Host): Promise<void> {
  for (const other of world.state.hostList) disable(world, other, 'coordinator-start');
  if (world.state.pool.haEnabled && !host.haArmed) turnHaOff(world);
  world.beginCoordinatorLife();
  world.setAgent(host, 'coordinator');
  host.live = true;
  host.silentSince = null;
  world.flag.start();
  world.history.record('coordinator-answers', host.uuid, {});
  for (const member of world.state.hostList) {
    if (member.agent === 'member') world.spawn(() => returnMember(world, member));
  }
  await finishStart(world, host);
}

/** A member that kept running finds the coordinator again and enables itself, unless it was disabled on purpose. */
async function returnMember(world: World, member: Host): Promise<void> {
  await world.sleep(pick(world.state.random, world.times.memberReturn));
  if (member.agent !== 'member') return;
  sayHello(world, member);
  await enableItself(world, member);
}

async function startAsMember(world: World, host: Host): Promise<void> {
  const forced = world.strikes('starts-in-emergency', { host });
  if (forced !== undefined) {
    enterEmergency(world, host, emergencyError(world, host, forced.error));
    if (forced.lasts === undefined) return;
    await world.sleep(forced.lasts);
    if (host.agent !== 'emergency') return;
  }
  for (let error = refusal(world, host); error !== undefined; error = refusal(world, host)) {
    enterEmergency(world, host, error);
    await world.sleep(error[0] === 'HOST_STILL_BOOTING' ? world.times.emergencyRetry : world.times.versionRetry);
  }
  world.setAgent(host, 'member');
  host.emergencyError = [];
  sayHello(world, host);
  await finishStart(world, host);
}

/** Why a starting member cannot enter the pool now. */
function refusal(world: World, host: Host): readonly string[] | undefined {
  const { coordinator, pool } = world.state;
  if (coordinator.agent !== 'coordinator') return ['HOST_STILL_BOOTING'];
  const own = host.running;
  const theirs = coordinator.running.xapiVersion;
  if (apiBehaviour(own).memberRefusesOlderCoordinator && compareVersions(own.xapiVersion, theirs) > 0) {
    return ['HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR', theirs];
  }
  if (pool.haEnabled && !host.haArmed) return ['HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED'];
  return undefined;
}

/** A machine of another pool, or of none: it answers, knows nobody's password, and is in no database here. */
function becomeStranger(world: World, host: Host): void {
  enterEmergency(world, host, ['SESSION_AUTHENTICATION_FAILED', 'root', 'Authentication failure']);
  world.renewCertificate(host);
}

function enterEmergency(world: World, host: Host, error: readonly string[]): void {
  world.setAgent(host, 'emergency');
  if (host.emergencyError[0] !== error[0]) world.history.record('emergency', host.uuid, { error });
  host.emergencyError = error;
}

/** The hello makes the coordinator set the member disabled and live. */
function sayHello(world: World, host: Host): void {
  disable(world, host, 'member-start');
  host.live = true;
  host.silentSince = null;
  world.history.record('member-entered', host.uuid, {});
}

/** Database sync, storage, and the end of HOST_STILL_BOOTING. */
async function finishStart(world: World, host: Host): Promise<void> {
  await world.sleep(world.times.databaseSync);
  world.flag.settle();
  writeOwnRecord(host);
  if (host.agent === 'coordinator') world.flag.detect();
  await attachStorage(world, host);
  const booting = world.strikes('still-booting', { host });
  if (booting !== undefined) await world.sleep(booting.lasts);
  host.stillBooting = false;
  const disabled = world.strikes('stays-disabled', { host });
  if (disabled?.lasts !== undefined) await world.sleep(disabled.lasts);
  if (disabled === undefined || disabled.lasts !== undefined) await enableItself(world, host);
  autoStartGuests(world);
}

/** Printed floats with a trailing dot, on the host's own clock. */
export function writeOwnRecord(host: Host): void {
  host.live = true;
  host.silentSince = null;
  host.recordedVersion = host.running.softwareVersion;
  host.otherConfig = {
    ...host.otherConfig,
    boot_time: `${Math.floor(host.bootedAt / 1000)}.`,
    agent_start_time: `${Math.floor(host.agentStartedAt / 1000)}.`,
  };
}

async function enableItself(world: World, host: Host): Promise<void> {
  await world.sleep(pick(world.state.random, world.times.selfEnable));
  const answers = host.agent === 'member' || host.agent === 'coordinator';
  if (!answers || host.disableMark || !host.autoEnable || host.enabled) return;
  host.enabled = true;
  world.history.record('host-enabled', host.uuid, { by: 'start' });
}

function disable(world: World, host: Host, by: 'coordinator-start' | 'member-start'): void {
  if (!host.enabled) return;
  host.enabled = false;
  world.history.record('host-disabled', host.uuid, { by });
}

/** A coordinator whose armed mark was wiped by an installation switches HA off for its pool. */
function turnHaOff(world: World): void {
  world.state.pool.haEnabled = false;
  world.history.record('ha-disabled', null, {});
}
