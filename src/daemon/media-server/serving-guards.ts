/** Puts together what guards the servers of one serving process, from its settings: made once, before it serves. */
import { AddressList, allowedAddresses } from '../../servers/access/address-list.js';
import { ftpLogin, type AccessPolicy } from '../../servers/access/access-policy.js';
import { guardHttp } from '../../servers/access/http-guard.js';
import { protectedTree } from '../../servers/access/protected-tree.js';
import { UserVerifier, type User } from '../../servers/access/user-verifier.js';
import type { FtpLogin } from '../../servers/ftp/ftp-parts.js';
import type { Around } from '../../servers/http/around.js';
import { ConnectionGate } from '../../servers/limits/connection-gate.js';
import { RateCap, type Pace } from '../../servers/limits/rate-cap.js';
import type { ServingCounters } from '../../servers/metrics/serving-counters.js';
import type { RequestWatcher } from '../../servers/observation/request-record.js';
import { watchFtp, watchHttp } from '../../servers/observation/watch-requests.js';
import type { Resolve } from '../../servers/site/resolution.js';
import type { Clock } from '../../shared/clock.js';
import type { GuardSettings } from '../config/guard-settings.js';

export interface ServingGuards {
  readonly httpGate: ConnectionGate;
  readonly ftpGate: ConnectionGate;
  readonly around: Around;
  /** undefined where there is no cap. */
  readonly pace: Pace | undefined;
  readonly authenticate: (login: FtpLogin) => boolean;
  /** The tree that FTP asks. */
  readonly ftpTree: (resolve: Resolve) => Resolve;
}

export interface ServingGuardParts {
  readonly guards: GuardSettings;
  readonly users: readonly User[];
  readonly clock: Clock;
  readonly watcher: RequestWatcher;
  readonly counters: ServingCounters;
  readonly metrics: () => string;
}

const megabyte = 1_000_000;

export function servingGuards(parts: ServingGuardParts): ServingGuards {
  const { guards, clock, watcher, counters } = parts;
  const { access, limits } = guards;
  const metricsReaders = new AddressList(guards.metrics.addresses);
  const isAllowed = allowedAddresses(access.addresses);
  const policy: AccessPolicy = {
    scope: access.password,
    users: new UserVerifier(parts.users),
  };
  const guard = guardHttp({
    policy,
    maySeeMetrics: (client) => metricsReaders.has(client),
    metrics: parts.metrics,
    onRefused: (reason) => counters.refused('http', reason),
  });
  const cap = new RateCap({ perAddress: limits.ratePerAddress * megabyte, total: limits.rate * megabyte }, clock);
  return {
    httpGate: new ConnectionGate(
      // The server counts them in all, and lets go of one that is idle when there are too many.
      { connections: Number.POSITIVE_INFINITY, perAddress: limits.connectionsPerAddress },
      isAllowed,
    ),
    ftpGate: new ConnectionGate(
      { connections: limits.ftpSessions, perAddress: limits.ftpSessionsPerAddress },
      isAllowed,
    ),
    around: watchHttp(watcher, clock, guard),
    pace: limits.ratePerAddress + limits.rate > 0 ? cap.pace : undefined,
    authenticate: ({ user, password }) => {
      const mayEnter = ftpLogin(policy, user, password.reveal()) !== 'refused';
      if (!mayEnter) counters.refused('ftp', 'password');
      return mayEnter;
    },
    ftpTree: (resolve) => watchFtp(protectedTree(resolve, policy.scope), watcher, clock),
  };
}
