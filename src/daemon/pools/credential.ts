/** Fetches the password of a pool from where the record says it is, each time it is needed. */
import { isDeepStrictEqual } from 'node:util';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import { readSecret } from '../credentials/read-secret.js';
import type { Environment } from '../config/resolve.js';
import type { CredentialSource } from './pool-record.js';
import type { PoolStore } from './pool-store.js';

/** @throws CREDENTIAL_UNREADABLE, CREDENTIAL_EXPOSED, CREDENTIAL_NOT_STORED */
export async function readCredential(source: CredentialSource, environment: Environment): Promise<Secret> {
  await Promise.resolve();
  if (source.kind !== 'prompt') return readSecret(source, environment, 'reading the password of a pool');
  throw new DrydockError('CREDENTIAL_NOT_STORED', { attempted: 'looking for the password of a pool' });
}

/** The password of a known pool as it is at this moment: it may be changed while a run is open. @throws POOL_UNKNOWN, and as above */
export async function passwordOf(
  pools: Pick<PoolStore, 'get'>,
  name: string,
  environment: Environment,
): Promise<Secret> {
  const { credential } = await pools.get(name);
  try {
    return await readCredential(credential, environment);
  } catch (error) {
    // Changed between the two looks: the old file is gone, and the pool refers to another.
    const now = await pools.get(name);
    if (isDeepStrictEqual(now.credential, credential)) throw error;
    return readCredential(now.credential, environment);
  }
}
