/** xapi starting on a host, as coordinator or as member, until the host has enabled itself (xapi.md 2.5, 2.6). */
import type { Host } from '../state/objects.js';
import { pick } from '../times.js';
import type { World } from '../world.js';
import { autoStartGuests } from './auto-start.js';
import { enterEmergency, enterPool, waitAndRestart } from './enter-pool.js';
import { resynchroniseGuests } from './guests-left.js';
import { resynchroniseHa } from './ha.js';
import { expectHeartbeats, keepAlive } from './heartbeats.js';
import { writeOwnRecord } from './own-record.js';
import { enableItself } from './self-enable.js';
import { stopAgent } from './shutdown.js';
import { attachStorage } from './storage.js';

export async function startAgent(world: World, host: Host, booted: boolean): Promise<void> {
  const { incarnation } = host;
  world.setAgent(host, 'starting');
  host.stillBooting = true;
  if (world.strikes('agent-does-not-start', { host }) !== undefined) return;
  await world.sleep(pick(world.state.random, world.times.agentStart));
  if (host.incarnation !== incarnation) return;
  if (world.strikes('stranger-answers', { host }) !== undefined) {
    becomeStranger(world, host);
    return;
  }
  const { pool } = world.state;
  if (host.follows === host.ref && pool.coordinator !== host.ref) {
    // It finds that another one is coordinator by now, becomes its member and starts again (`check_no_other_masters`).
    host.follows = pool.coordinator;
    await startAgent(world, host, booted);
    return;
  }
  if (host.follows === host.ref) startAsCoordinator(world, host);
  else if (!(await enterPool(world, host, incarnation))) return;
  await finishStart(world, host, booted, incarnation);
}

/** A toolstack restart: guests and machine stay, the coordinator's sessions and tasks go. */
export async function restartAgent(world: World, host: Host): Promise<void> {
  stopAgent(world, host);
  await startAgent(world, host, false);
}

function startAsCoordinator(world: World, host: Host): void {
  for (const other of world.state.hostList) disable(world, other);
  expectHeartbeats(world, host);
  resynchroniseHa(world, host);
  world.beginCoordinatorLife();
  world.setAgent(host, 'coordinator');
  keepAlive(host);
  world.flag.start();
  world.history.record('coordinator-answers', host.uuid, {});
  for (const member of world.state.hostList) {
    if (member.agent === 'member') world.spawn(() => returnMember(world, member));
  }
}

/** A member that kept running finds the coordinator again and enables itself, unless it was disabled on purpose. */
async function returnMember(world: World, member: Host): Promise<void> {
  const { incarnation } = member;
  await world.sleep(pick(world.state.random, world.times.memberReturn));
  if (member.incarnation !== incarnation || world.state.coordinator.agent !== 'coordinator') return;
  keepAlive(member);
  world.history.record('member-entered', member.uuid, {});
  await world.sleep(pick(world.state.random, world.times.selfEnable));
  if (member.incarnation === incarnation) enableItself(world, member);
}

/** Database sync, HA, storage; then it enables itself or not, and HOST_STILL_BOOTING ends. */
async function finishStart(world: World, host: Host, booted: boolean, incarnation: number): Promise<void> {
  await world.sleep(world.times.databaseSync);
  if (host.incarnation !== incarnation) return;
  world.flag.settle();
  writeOwnRecord(world, host);
  if (host.agent === 'coordinator') world.flag.detect();
  if (!resynchroniseHa(world, host)) {
    if (await waitAndRestart(world, host, ['HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED'])) {
      await startAgent(world, host, booted);
    }
    return;
  }
  await attachStorage(world, host);
  await world.sleep(pick(world.state.random, world.times.selfEnable));
  if (host.incarnation !== incarnation) return;
  if (booted) resynchroniseGuests(world, host);
  const booting = world.strikes('still-booting', { host });
  if (booting !== undefined) await world.sleep(booting.lasts);
  if (host.incarnation !== incarnation) return;
  const disabled = world.strikes('stays-disabled', { host });
  if (disabled?.lasts !== undefined) world.spawn(() => enableLater(world, host, disabled.lasts ?? 0));
  if (disabled === undefined) enableItself(world, host);
  host.stillBooting = false;
  autoStartGuests(world);
}

async function enableLater(world: World, host: Host, after: number): Promise<void> {
  const { incarnation } = host;
  await world.sleep(after);
  if (host.incarnation === incarnation) enableItself(world, host);
}

/** A machine of another pool, or of none: it answers, knows nobody's password, and is in no database here. */
export function becomeStranger(world: World, host: Host): void {
  enterEmergency(world, host, ['SESSION_AUTHENTICATION_FAILED', 'root', 'Authentication failure']);
  world.renewCertificate(host);
}

function disable(world: World, host: Host): void {
  if (!host.enabled) return;
  host.enabled = false;
  world.history.record('host-disabled', host.uuid, { by: 'coordinator-start' });
}
