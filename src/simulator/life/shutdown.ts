/** A host going down in order: guests, storage, the farewell, and what dies with its xapi (xapi.md 2.7). */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import { emptyHost, loseGuests } from './guests-left.js';

/** Gives false when the power was cut meanwhile. */
export async function shutDownHost(world: World, host: Host, why: 'reboot' | 'shutdown'): Promise<boolean> {
  const { incarnation } = host;
  if (apiBehaviour(host.running).guestsLeftAtReboot === 'killed') loseGuests(world, host);
  else await emptyHost(world, host);
  if (host.incarnation !== incarnation) return false;
  for (const pbd of world.state.pbdsOf(host)) pbd.attached = false;
  host.disabledUntilReboot = true;
  stopAgent(world, host);
  switchOff(world, host, why);
  return true;
}

/** Without a farewell: `live` stays true until the heartbeats are missed, and so does the power state of its guests. */
export function losePower(world: World, host: Host): void {
  loseGuests(world, host);
  host.silentSince = world.now();
  endAgent(world, host);
  host.stoppedAt = null;
  switchOff(world, host, 'power-loss');
}

/** xapi ends in order: it sets its own host disabled, and its farewell makes the coordinator set `live` false at once. */
export function stopAgent(world: World, host: Host): void {
  if (host.enabled) {
    host.enabled = false;
    world.history.record('host-disabled', host.uuid, { by: 'shutdown' });
  }
  host.live = false;
  host.silentSince = null;
  endAgent(world, host);
  host.stoppedAt = world.now();
}

function switchOff(world: World, host: Host, why: 'reboot' | 'shutdown' | 'power-loss'): void {
  host.power = 'off';
  world.history.record('host-down', host.uuid, { why });
}

/** What lives in the memory of a host's xapi goes with it. */
function endAgent(world: World, host: Host): void {
  const wasCoordinator = host.agent === 'coordinator';
  host.incarnation++;
  host.disableMark = false;
  host.currentOperations = {};
  host.localSessions.clear();
  world.setAgent(host, 'off');
  if (wasCoordinator) loseCoordinatorMemory(world, host);
}

function loseCoordinatorMemory(world: World, host: Host): void {
  const { sessions, tasks } = world.state;
  world.history.record('sessions-lost', host.uuid, { sessions: sessions.size, tasks: tasks.size });
  sessions.clear();
  tasks.clear();
  world.endCoordinatorLife();
}
