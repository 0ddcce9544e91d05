/** From the settings to a connection with the database of the journal. */
import type { PostgresOptions } from '../../journal/postgres/connection.js';
import { systemClock } from '../../shared/clock.js';
import type { Secret } from '../../shared/secret.js';
import type { Environment } from '../config/resolve.js';
import type { Settings } from '../config/schema.js';
import { readSecret } from '../credentials/read-secret.js';
import { sourceOf } from '../credentials/secret-source.js';

/** The password is read whenever a connection is made, so that a changed one holds at once. */
export function postgresOptions(settings: Settings, environment: Environment): Omit<PostgresOptions, 'address'> {
  const source = sourceOf(settings.postgres, 'password');
  const password = (): Secret | undefined =>
    source === undefined || source === 'several'
      ? undefined
      : readSecret(source, environment, 'reading the password of the journal’s database');
  const { tls, ca } = settings.postgres;
  return { password, tls, ca, clock: systemClock };
}
