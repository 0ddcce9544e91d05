/** Fetches the password of a pool from where the record says it is, each time it is needed. */
import { readFile } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { Secret } from '../../shared/secret.js';
import type { Environment } from '../config/resolve.js';
import type { CredentialSource } from './pool-record.js';

/** @throws CREDENTIAL_UNREADABLE, CREDENTIAL_NOT_STORED */
export async function readCredential(source: CredentialSource, environment: Environment): Promise<Secret> {
  switch (source.kind) {
    case 'file':
      return fromFile(source.path);
    case 'environment':
      return fromEnvironment(source.name, environment);
    case 'prompt':
      throw new DrydockError('CREDENTIAL_NOT_STORED', { attempted: 'looking for the password of a pool' });
  }
}

/** The first line counts, so that a file written by `echo` works. */
async function fromFile(path: string): Promise<Secret> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new DrydockError('CREDENTIAL_UNREADABLE', { attempted: 'reading a password file', subject: path, cause });
  }
  const password = text.split(/\r?\n/)[0] ?? '';
  if (password === '') {
    throw new DrydockError('CREDENTIAL_UNREADABLE', {
      attempted: 'reading a password file',
      subject: path,
      found: 'an empty first line',
    });
  }
  return new Secret(password);
}

function fromEnvironment(name: string, environment: Environment): Secret {
  const password = environment[name] ?? '';
  if (password === '') {
    throw new DrydockError('CREDENTIAL_UNREADABLE', {
      attempted: 'reading a password from the environment',
      subject: name,
      found: 'no such variable, or an empty one',
    });
  }
  return new Secret(password);
}
