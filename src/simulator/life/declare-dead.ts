/** `host.declare_dead`: a person's word that a host is off, so that its guests are free (xapi_host.ml). */
import { answersCalls } from '../state/agent-states.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { halt } from './vm-stop.js';

/** Refused for the coordinator, and for a host that answers. A mark of being dead in the database is believed without asking. */
export function declareDead(world: World, host: Host): void {
  if (host.live && answersCalls(host)) throw XapiFailure.of('HOST_IS_LIVE', host.ref);
  for (const vm of world.state.guestsOn(host)) halt(vm);
  host.live = false;
  host.silentSince = null;
}
