/**
 * `host_metrics.live` (db_gc.ml; xapi.md 1.10): it falls only 600 s after the last heartbeat when a host dies without a farewell. The
 * time of the last heartbeat is in the coordinator's memory, so a new coordinator believes each host for 600 s more.
 */
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import { leaveMessage } from './messages.js';

/** `max_clock_skew` in xapi_globs.ml. */
const greatestSkew = 5 * 60_000;

export function keepAlive(host: Host): void {
  host.live = true;
  host.silentSince = null;
}

/** Without HA every host counts as live when the coordinator starts, also one that is switched off. */
export function expectHeartbeats(world: World, coordinator: Host): void {
  if (world.state.pool.haEnabled) return;
  for (const host of world.state.hostList) {
    if (host === coordinator) continue;
    host.live = true;
    host.silentSince = host.agent === 'member' ? null : world.now();
  }
}

export function settleHeartbeats(world: World): void {
  const { coordinator, hostList } = world.state;
  if (coordinator.agent !== 'coordinator') return;
  for (const host of hostList) {
    if (host.silentSince !== null && world.now() - host.silentSince >= world.times.heartbeatTimeout) {
      host.live = false;
      host.silentSince = null;
    }
    if (host.agent === 'member') warnOfClock(world, host, Math.abs(host.clockOffset - coordinator.clockOffset));
  }
}

/** Once, and again only after the clock was nearly right. */
function warnOfClock(world: World, host: Host, skew: number): void {
  if (skew < greatestSkew / 2) host.skewWarned = false;
  if (skew <= greatestSkew || host.skewWarned) return;
  host.skewWarned = true;
  leaveMessage(world, {
    name: 'HOST_CLOCK_SKEW_DETECTED',
    priority: 3,
    cls: 'Host',
    objectUuid: host.uuid,
    body: `The clock on server '${host.name}' may not be synchronized with the other servers in pool '${world.state.pool.name}'.`,
  });
}
