/** Members that start into emergency mode, with each of the codes that xapi has for it (xapi.md 1.3). */
import type { Host } from '../../state/objects.js';
import type { World } from '../../world.js';
import type { PlaceFault } from '../definition.js';
import { atPlace, duration, xapiError } from '../parameters.js';

const parameters = atPlace({ error: xapiError.default(['HOST_BROKEN']), lasts: duration.optional() });

export const startsInEmergency: PlaceFault<typeof parameters> = {
  area: 'Member start',
  strikes: 'place',
  place: 'when the xapi of a member starts',
  summary: 'xapi stays in emergency mode with `error`, for ever or for as long as it `lasts`',
  parameters,
  example: 'starts-in-emergency host=member-1 error=HOST_MASTER_CANNOT_TALK_BACK lasts=5min',
};

type Parameters = (world: World, host: Host) => readonly string[];

/** The codes, each with the parameters that it comes with. */
export const emergencyCodes: Readonly<Record<string, Parameters>> = {
  HOST_STILL_BOOTING: () => [],
  HOST_UNKNOWN_TO_MASTER: (_world, host) => [host.uuid],
  HOST_MASTER_CANNOT_TALK_BACK: (_world, host) => [host.address],
  HOST_HAS_NO_MANAGEMENT_IP: () => [],
  HOST_BROKEN: () => [],
  HOST_ITS_OWN_SLAVE: () => [],
  HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR: (_world, host) => [host.running.xapiVersion],
  HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED: () => [],
  HA_HOST_CANNOT_ACCESS_STATEFILE: () => [],
  HA_HEARTBEAT_DAEMON_STARTUP_FAILED: () => [],
  INTERNAL_ERROR: () => ['End_of_file'],
};

/** A code alone gets the parameters that xapi gives it. */
export function emergencyError(
  world: World,
  host: Host,
  [code, ...params]: readonly [string, ...string[]],
): readonly string[] {
  return [code, ...(params.length > 0 ? params : (emergencyCodes[code]?.(world, host) ?? []))];
}
