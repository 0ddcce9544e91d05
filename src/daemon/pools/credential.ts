/** Fetches the password of a pool from where the record says it is, each time it is needed. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import { readSecret } from '../credentials/read-secret.js';
import type { Environment } from '../config/resolve.js';
import type { CredentialSource } from './pool-record.js';

/** @throws CREDENTIAL_UNREADABLE, CREDENTIAL_EXPOSED, CREDENTIAL_NOT_STORED */
export async function readCredential(source: CredentialSource, environment: Environment): Promise<Secret> {
  await Promise.resolve();
  if (source.kind !== 'prompt') return readSecret(source, environment, 'reading the password of a pool');
  throw new DrydockError('CREDENTIAL_NOT_STORED', { attempted: 'looking for the password of a pool' });
}
