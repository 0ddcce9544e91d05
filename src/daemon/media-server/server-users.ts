/** Fetches the passwords of the servers' users from where the configuration says they are, once at the start of a process. */
import { readFileSync } from 'node:fs';
import type { User } from '../../servers/access/user-verifier.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { Secret } from '../../shared/secret.js';
import type { GuardSettings } from '../config/guard-settings.js';
import type { Environment } from '../config/resolve.js';

type UserSettings = GuardSettings['access']['users'][number];

/** @throws USER_PASSWORD_UNREADABLE */
export function serverUsers(users: readonly UserSettings[], environment: Environment): User[] {
  return users.map((user) => ({ name: user.name, password: new Secret(passwordOf(user, environment)) }));
}

/** The first line of a file counts, so that one written by `echo` works. */
function passwordOf(user: UserSettings, environment: Environment): string {
  const { name, passwordFile, passwordEnvironment = '' } = user;
  let password: string | undefined;
  try {
    password =
      passwordFile === undefined
        ? environment[passwordEnvironment]
        : readFileSync(passwordFile, 'utf8').split(/\r?\n/, 1)[0];
  } catch (cause) {
    throw new DrydockError('USER_PASSWORD_UNREADABLE', {
      attempted: `reading the password of ${name}`,
      subject: passwordFile ?? passwordEnvironment,
      cause,
    });
  }
  if (password !== undefined && password !== '') return password;
  throw new DrydockError('USER_PASSWORD_UNREADABLE', {
    attempted: `reading the password of ${name}`,
    subject: passwordFile ?? passwordEnvironment,
    found: passwordFile === undefined ? 'no such variable, or an empty one' : 'an empty first line',
  });
}
