/**
 * Invariant 2: a host is rebooted only on a reading at most five seconds old that shows it disabled and without guests.
 * No release refuses `host.reboot` because of guests; they would go down with the host (xapi.md 1.4).
 */
import { guestsOn, hostByUuid } from '../facts/pool-facts.js';
import { seconds, type EffectView } from './effect.js';

export const freshness = 5 * seconds;

/**
 * Why the host must not be rebooted into an installer; undefined when it may. Somebody may have switched HA on since the
 * recheck: an installation wipes the host's HA mark, so that a coordinator then switches HA off for the pool and a member
 * stays out of it (xapi.md 0.6).
 */
export function hostMayGoDown(view: EffectView, hostUuid: string): string | undefined {
  if (view.pool?.haEnabled === true) return 'high availability is on; turn it off with "xe pool-ha-disable"';
  return hostIsEmpty(view, hostUuid);
}

function hostIsEmpty(view: EffectView, hostUuid: string): string | undefined {
  if (view.pool === undefined) return 'the pool cannot be read';
  const age = view.now - view.pool.readAt;
  if (age > freshness) return `the reading is ${Math.round(age / 1000)} s old`;
  const host = hostByUuid(view.pool, hostUuid);
  if (host === undefined) return 'the pool does not know the host';
  // A host that lost its power is called live for ten minutes more (xapi.md 1.4). Armed while it is down, it would install when it boots.
  if (host.live !== true || host.serverTime === null)
    return 'it is not known whether the host is up: it does not answer';
  if (host.enabled) return 'the host is enabled';
  const guests = guestsOn(view.pool, hostUuid);
  if (guests.length > 0) return `VMs are on the host: ${guests.map((vm) => vm.name).join(', ')}`;
  // A VM on its way to a host is not resident there yet, but the host lists the operation (xapi.md 1.6).
  const arriving = host.currentOperations.filter((operation) => operation.startsWith('vm_'));
  return arriving.length > 0 ? `the host is busy with ${arriving.join(', ')}` : undefined;
}
