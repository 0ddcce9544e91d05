/** Puts together what guards the servers of one serving process, from its settings: made once, before it serves. */
import { AddressList, allowedAddresses } from '../../servers/access/address-list.js';
import type { AccessPolicy } from '../../servers/access/access-policy.js';
import { limitedFtpLogin } from '../../servers/access/ftp-entrance.js';
import { GuessLimit } from '../../servers/access/guess-limit.js';
import { guardHttp } from '../../servers/access/http-guard.js';
import { protectedTree } from '../../servers/access/protected-tree.js';
import { UserVerifier, type User } from '../../servers/access/user-verifier.js';
import type { FtpLogin } from '../../servers/ftp/ftp-parts.js';
import type { Around } from '../../servers/http/around.js';
import { mirrorDoor } from '../../servers/mirror/mirror-door.js';
import { ConnectionGate } from '../../servers/limits/connection-gate.js';
import { RateCap, type Pace } from '../../servers/limits/rate-cap.js';
import type { ServingCounters } from '../../servers/metrics/serving-counters.js';
import type { RequestWatcher } from '../../servers/observation/request-record.js';
import { watchFtp, watchHttp } from '../../servers/observation/watch-requests.js';
import type { Resolve } from '../../servers/site/resolution.js';
import type { Clock } from '../../shared/clock.js';
import type { GuardSettings } from '../config/guard-settings.js';
import { askingMirrors } from '../config/mirror-settings.js';

export interface ServingGuards {
  readonly httpGate: ConnectionGate;
  readonly ftpGate: ConnectionGate;
  /** What stands around the answers of the tree that HTTP asks. */
  readonly around: (resolve: Resolve) => Around;
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
  const guesses = new GuessLimit(() => performance.now());
  const guard = guardHttp({
    policy,
    guesses,
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
    around: (resolve) =>
      watchHttp(watcher, clock, mirrorDoor({ mirrors: askingMirrors(guards.mirrors), resolve, inner: guard })),
    pace: limits.ratePerAddress + limits.rate > 0 ? cap.pace : undefined,
    authenticate: ({ user, password, client }) => {
      const entrance = limitedFtpLogin({ policy, guesses }, { user, password: password.reveal(), client });
      if (entrance === 'refused') counters.refused('ftp', 'password');
      return entrance !== 'refused';
    },
    ftpTree: (resolve) => watchFtp(protectedTree(resolve, policy.scope), watcher, clock),
  };
}
