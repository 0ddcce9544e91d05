/** Fetches the passwords of the servers' users from where the configuration says they are, once at the start of a process. */
import type { User } from '../../servers/access/user-verifier.js';
import { readSecret } from '../credentials/read-secret.js';
import { onlySource } from '../credentials/secret-source.js';
import type { GuardSettings } from '../config/guard-settings.js';
import type { Environment } from '../config/resolve.js';

type UserSettings = GuardSettings['access']['users'][number];

/** @throws USER_PASSWORD_UNREADABLE, CREDENTIAL_EXPOSED */
export function serverUsers(users: readonly UserSettings[], environment: Environment): User[] {
  return users.map((user) => ({
    name: user.name,
    password: readSecret(
      onlySource(user, 'password'),
      environment,
      `reading the password of ${user.name}`,
      'USER_PASSWORD_UNREADABLE',
    ),
  }));
}
