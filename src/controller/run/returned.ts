/** Proof of return: a host is back only when its boot is later than its own clock was before the reboot, and its agent is new. */
import type { HostFacts } from '../facts/pool-facts.js';

/** Seconds by which boot_time, computed from an uptime, may be wrong. */
export const bootTimeTolerance = 5;

/** Read before the reboot and kept with its intent. Seconds since 1970 on the host's own clock. */
export interface RebootBaseline {
  readonly bootTime: number;
  readonly agentStartTime: number;
  readonly serverTime: number;
}

export function hasReturned(host: HostFacts, before: RebootBaseline): boolean {
  return (
    host.live === true &&
    host.bootTime !== null &&
    host.agentStartTime !== null &&
    host.bootTime > before.serverTime + bootTimeTolerance &&
    host.agentStartTime !== before.agentStartTime
  );
}

/**
 * The same for a restart without an installation, which may take seconds on fast machines: the boot is another one than before,
 * and not older than the clock before the restart. A host that is restarted so has been up for minutes, so that no error of
 * the boot time makes the old one look like this.
 */
export function hasRestarted(host: HostFacts, before: RebootBaseline): boolean {
  return (
    host.live === true &&
    host.bootTime !== null &&
    host.agentStartTime !== null &&
    host.bootTime > before.bootTime + bootTimeTolerance &&
    host.bootTime > before.serverTime - bootTimeTolerance &&
    host.agentStartTime !== before.agentStartTime
  );
}

/** Why a host that is there again does not count as returned: its clock went back, by so many seconds where it tells its clock. */
export interface ClockWentBack {
  readonly by: number | null;
}

/**
 * A boot time before the clock that was read before the reboot proves no reboot, and is never taken for one; but a boot time
 * that changed together with the agent's start is no toolstack restart either, and a person must be told what is seen.
 * @param elapsed seconds since the clock was read
 */
export function clockWentBack(host: HostFacts, before: RebootBaseline, elapsed: number): ClockWentBack | undefined {
  if (host.live !== true || host.bootTime === null || host.agentStartTime === null) return undefined;
  if (hasReturned(host, before) || host.agentStartTime === before.agentStartTime) return undefined;
  if (Math.abs(host.bootTime - before.bootTime) <= bootTimeTolerance) return undefined;
  if (host.serverTime === null) return { by: null };
  const by = before.serverTime + elapsed - host.serverTime;
  // A clock that is right has another cause behind it, which nobody has named yet.
  return by > bootTimeTolerance ? { by } : undefined;
}
