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
    host.live &&
    host.bootTime !== null &&
    host.agentStartTime !== null &&
    host.bootTime > before.serverTime + bootTimeTolerance &&
    host.agentStartTime !== before.agentStartTime
  );
}
