/** Whether the upgrade plugin of a host may be asked twice to stage it: older ones add a boot entry each time. */
import { compareVersions } from '../../releases/versions.js';
import type { PlannedHost } from '../planning/plan.js';

/** The oldest platform whose plugin may run `main` twice: 7.1, the plugin of 2016-11 (media-and-clients.md 2.7). */
const repeatableMainSince = '2.1.1';

export function mainIsRepeatable(host: PlannedHost): boolean {
  return host.from.platform !== null && compareVersions(host.from.platform, repeatableMainSince) >= 0;
}
