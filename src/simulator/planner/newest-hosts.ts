/** In a half-upgraded pool VMs start and resume on the newest hosts only (xapi.md 2.2; `RPU` in helpers.ml). */
import type { Host } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { isNewer, type SoftwareVersion } from './version-order.js';

/** The highest is found by going through the hosts in turn: with incomparable ones the order decides, as in xapi. */
export function newestHosts(state: PoolState): readonly Host[] {
  const judge = state.coordinator.running;
  const highest = state.hostList
    .map((host) => host.recordedVersion)
    .reduce<SoftwareVersion>((best, version) => (isNewer(version, best, judge) ? best : version), {});
  return state.hostList.filter((host) => isNewer(highest, host.recordedVersion, judge));
}
