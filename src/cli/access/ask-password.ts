/** A new password of a person: from a file, else asked for twice at the terminal; never from an argument, which others can see. */
import { resolve } from 'node:path';
import { requireGoodPassword } from '../../daemon/access/password-rule.js';
import { readSecret } from '../../daemon/credentials/read-secret.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { Secret } from '../../shared/secret.js';
import type { Surroundings } from '../surroundings.js';

/** @throws PASSWORD_TOO_WEAK, CREDENTIAL_UNREADABLE, CREDENTIAL_EXPOSED, USAGE where nobody can be asked, or the two differ */
export async function newPassword(name: string, file: string | undefined, surroundings: Surroundings): Promise<Secret> {
  const password = file === undefined ? await asked(name, surroundings) : fromFile(name, file, surroundings);
  requireGoodPassword(name, password);
  return password;
}

function fromFile(name: string, file: string, { environment, workingFolder }: Surroundings): Secret {
  const path = resolve(workingFolder, file);
  return readSecret({ kind: 'file', path }, environment, `reading the password of ${name}`);
}

async function asked(name: string, surroundings: Surroundings): Promise<Secret> {
  const first = await surroundings.ask(`Password for ${name} (at least 12 characters): `, true);
  if (first === undefined)
    throw usage('no terminal to ask at', 'Give --password-file, or run this command at a terminal.');
  const again = await surroundings.ask('Once more: ', true);
  if (again === first) return new Secret(first);
  throw usage('two different passwords', 'Run the command again.');
}

function usage(found: string, remedy: string): DrydockError {
  return new DrydockError('USAGE', { attempted: 'asking for a password', found, remedy });
}
