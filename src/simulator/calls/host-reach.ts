/** Calls that the coordinator forwards to the host they are about: it must be there to answer. */
import { isInPool } from '../state/agent-states.js';
import type { Host } from '../state/objects.js';
import { XapiFailure } from '../xapi-failure.js';

/** @throws XapiFailure HOST_OFFLINE when the database says dead, CANNOT_CONTACT_HOST when it is dead all the same */
export function assertReachable(host: Host): void {
  if (!host.live) throw XapiFailure.of('HOST_OFFLINE', host.ref);
  if (!isInPool(host)) throw XapiFailure.of('CANNOT_CONTACT_HOST', host.ref);
}
