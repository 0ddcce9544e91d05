/**
 * Reads what a serving process needs beside its settings, before it says that it is loaded: passwords, certificate and
 * key. A file that has gone bad then costs nothing while another process serves, and never more than what needs it.
 */
import type { User } from '../../servers/access/user-verifier.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { GuardSettings } from '../config/guard-settings.js';
import type { Environment } from '../config/resolve.js';
import { serverUsers } from './server-users.js';
import { readTlsFiles, type TlsFiles } from './tls-server.js';

export interface ServingFiles {
  readonly users: readonly User[];
  /** undefined where there is no HTTPS. */
  readonly tls: TlsFiles | undefined;
}

/** @throws USER_PASSWORD_UNREADABLE, TLS_FILES_UNUSABLE */
export function readServingFiles(guards: GuardSettings, environment: Environment): ServingFiles {
  return { users: serverUsers(guards.access.users, environment), tls: readTlsFiles(guards.tls) };
}

/** After a crash, when nobody else serves: a user without a password cannot get in, and without a key there is no HTTPS. */
export function readableServingFiles(guards: GuardSettings, environment: Environment, logger: Logger): ServingFiles {
  const orWithout = <T>(read: () => T, without: T, found: string): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      logger.error({ error: error.toJSON() }, found);
      return without;
    }
  };
  const users = guards.access.users.flatMap((user) =>
    orWithout(() => serverUsers([user], environment), [], 'a user is kept out, since the password cannot be read'),
  );
  const tls = orWithout(
    () => readTlsFiles(guards.tls),
    undefined,
    'HTTPS is not served, since its files cannot be used',
  );
  return { users, tls };
}
