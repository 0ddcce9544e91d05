/** The password of a pool: from where it is stored, else from the person at the terminal. */
import { readCredential } from '../../daemon/pools/credential.js';
import type { PoolRecord } from '../../daemon/pools/pool-record.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { Secret } from '../../shared/secret.js';
import type { Surroundings } from '../surroundings.js';

/** @throws CREDENTIAL_UNREADABLE, CREDENTIAL_NOT_STORED where nobody can be asked */
export async function poolPassword(record: PoolRecord, surroundings: Surroundings): Promise<Secret> {
  if (!isAsked(record, surroundings)) return readCredential(record.credential, surroundings.environment);
  const answer = await surroundings.ask(`Password of ${record.user} at ${record.name}: `, true);
  if (answer !== undefined && answer !== '') return new Secret(answer);
  throw new DrydockError('CREDENTIAL_NOT_STORED', {
    attempted: 'asking for the password',
    subject: record.name,
    found: answer === undefined ? 'no terminal to ask at' : 'an empty answer',
    remedy:
      'Give --password-file, --password-env or --password-credential to `pool add` or `pool password`, or run this command at a terminal.',
  });
}

/** What systemd hands to the service it does not hand to a terminal: there the person gives it. */
function isAsked({ credential }: PoolRecord, { environment }: Surroundings): boolean {
  return credential.kind === 'prompt' || (credential.kind === 'systemd' && !environment['CREDENTIALS_DIRECTORY']);
}
