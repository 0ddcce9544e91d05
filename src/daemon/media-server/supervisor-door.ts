/** What the supervisor asks of a connection before it reads a byte of it: where it comes from, and how many there are. */
import type { Socket } from 'node:net';
import { allowedAddresses } from '../../servers/access/address-list.js';
import { defaultAcceptorLimits, type AcceptorLimits, type Door } from '../../servers/handover/acceptor.js';
import type { Service, ToWorker } from '../../servers/handover/messages.js';
import { admit, ftpFarewell, httpFarewell, type Farewell } from '../../servers/limits/admit.js';
import { ConnectionGate } from '../../servers/limits/connection-gate.js';
import type { GuardSettings } from '../config/guard-settings.js';

type Refusals = Extract<ToWorker, { kind: 'refused' }>;

/** A flood must not become a flood of messages to the serving process. */
const tellEvery = 1000;

const farewells: Readonly<Record<Exclude<Service, 'control'>, Farewell>> = {
  http: httpFarewell,
  // Nobody reads plain words where a handshake is awaited.
  https: () => undefined,
  ftp: ftpFarewell,
};

export interface SupervisorDoor {
  readonly limits: AcceptorLimits;
  readonly door: Door;
  /** Where refusals are told from now on; nowhere before. */
  tellTo(tell: (refusals: Refusals) => void): void;
}

/**
 * The serving process has the same limits for what it was given: the supervisor keeps a connection only until its first
 * answer.
 */
export function supervisorDoor({ access, limits }: GuardSettings): SupervisorDoor {
  const isAllowed = allowedAddresses(access.addresses);
  const http = new ConnectionGate(
    // The acceptor counts them in all, and lets go of one that is idle when there are too many.
    { connections: Number.POSITIVE_INFINITY, perAddress: limits.connectionsPerAddress },
    isAllowed,
  );
  const ftp = new ConnectionGate(
    { connections: limits.ftpSessions, perAddress: limits.ftpSessionsPerAddress },
    isAllowed,
  );
  const refused = new Map<string, Refusals>();
  let tell: (refusals: Refusals) => void = () => undefined;
  const tellAll = (): void => {
    for (const refusals of refused.values()) tell(refusals);
    refused.clear();
  };
  const count = (protocol: Refusals['protocol'], reason: Refusals['reason']): void => {
    if (refused.size === 0) setTimeout(tellAll, tellEvery).unref();
    const key = `${protocol} ${reason}`;
    refused.set(key, { kind: 'refused', protocol, reason, count: (refused.get(key)?.count ?? 0) + 1 });
  };
  return {
    limits: {
      ...defaultAcceptorLimits,
      headTimeout: limits.headerTimeout * 1000,
      stallTimeout: limits.stallTimeout * 1000,
      connections: limits.connections + limits.ftpSessions,
    },
    tellTo: (other) => {
      tell = other;
    },
    door: {
      isFull: (service) => count(service === 'ftp' ? 'ftp' : 'http', 'connections'),
      admit: (socket: Socket, service: Service) => {
        // It is a Unix socket that only its owner can open.
        if (service === 'control') return true;
        const refusal = admit(socket, service === 'ftp' ? ftp : http, farewells[service]);
        if (refusal !== undefined) count(service === 'ftp' ? 'ftp' : 'http', refusal);
        return refusal === undefined;
      },
    },
  };
}
