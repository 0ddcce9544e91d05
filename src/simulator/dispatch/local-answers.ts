/** What hosts answer that are not the coordinator (xapi.md 1.3, 2.5). */
import type { Host } from '../state/objects.js';
import type { WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';

const emergencyQuestion = 'host.is_in_emergency_mode';

/** In emergency mode every call but a few fails with the same error, login included. */
export function emergencyAnswer(host: Host, method: string): WireValue {
  if (method === emergencyQuestion) return true;
  const [code = 'HOST_BROKEN', ...params] = host.emergencyError;
  throw XapiFailure.of(code, ...params);
}

/** A healthy member sends its callers to the coordinator: to the address alone, without a port. */
export function memberAnswer(world: World, method: string): WireValue {
  if (method === emergencyQuestion) return false;
  throw XapiFailure.of('HOST_IS_SLAVE', world.state.coordinator.address);
}
