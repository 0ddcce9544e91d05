/** `host_metrics.live`: falls only 600 s after the last heartbeat when a host dies without a farewell (xapi.md 1.10). */
import type { World } from '../world.js';

export function settleHeartbeats(world: World): void {
  for (const host of world.state.hosts.values()) {
    if (host.silentSince === null) continue;
    if (world.now() - host.silentSince < world.times.heartbeatTimeout) continue;
    host.live = false;
    host.silentSince = null;
  }
}
