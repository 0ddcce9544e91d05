/**
 * What a host writes about itself when its xapi starts (`refresh_localhost_info` in dbsync_slave.ml): its versions, and two times on its
 * own clock, printed as floats with a trailing dot.
 */
import { isAtLeast } from '../../releases/versions.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import { keepAlive } from './heartbeats.js';

export function writeOwnRecord(world: World, host: Host): void {
  keepAlive(host);
  host.agentStartedAt = world.now();
  host.recordedVersion = host.running.softwareVersion;
  host.otherConfig = {
    ...host.otherConfig,
    boot_time: `${bootTime(world, host)}.`,
    agent_start_time: `${seconds(host.agentStartedAt + host.clockOffset)}.`,
  };
}

/**
 * Up to 24.39 the clock's whole seconds less the uptime with its fractions, so it may come out a second earlier at a restart of
 * the toolstack; later the kernel's own `btime`. Both follow when the clock is set: the time changes without a boot.
 */
function bootTime(world: World, host: Host): number {
  if (isAtLeast(host.running.xapiVersion, '24.40.0')) return seconds(host.bootedAt + host.clockOffset);
  const uptime = Math.floor((world.now() - host.bootedAt) / 10) / 100;
  return Math.floor(seconds(world.now() + host.clockOffset) - uptime);
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
