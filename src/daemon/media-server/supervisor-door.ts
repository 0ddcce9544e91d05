/** What the supervisor asks of a connection before it reads a byte of it: where it comes from, and how many there are. */
import type { Socket } from 'node:net';
import { allowedAddresses } from '../../servers/access/address-list.js';
import { defaultAcceptorLimits, type AcceptorLimits, type Door } from '../../servers/handover/acceptor.js';
import { admit, httpFarewell } from '../../servers/limits/admit.js';
import { ConnectionGate, type Refusal } from '../../servers/limits/connection-gate.js';
import type { GuardSettings } from '../config/guard-settings.js';

/** A flood must not become a flood of messages to the serving process. */
const tellEvery = 1000;

/**
 * The same limits hold in the serving process, for what it was given: the supervisor keeps a connection only until its
 * first answer.
 */
export function supervisorDoor(
  { access, limits }: GuardSettings,
  tell: (reason: Refusal, count: number) => void,
): { readonly limits: AcceptorLimits; readonly door: Door } {
  const gate = new ConnectionGate(
    { connections: limits.connections, perAddress: limits.connectionsPerAddress },
    allowedAddresses(access.addresses),
  );
  const refused = new Map<Refusal, number>();
  const tellAll = (): void => {
    for (const [reason, count] of refused) tell(reason, count);
    refused.clear();
  };
  const door = (socket: Socket): boolean => {
    const refusal = admit(socket, gate, httpFarewell);
    if (refusal === undefined) return true;
    if (refused.size === 0) setTimeout(tellAll, tellEvery).unref();
    refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
    return false;
  };
  return {
    limits: { ...defaultAcceptorLimits, headTimeout: limits.headerTimeout * 1000, connections: limits.connections },
    door,
  };
}
