/**
 * The one reader of secrets: pools, notifications and the users of the servers take theirs from here, each time they are needed,
 * so that a rotated one holds at once. What everybody on the machine may read is no secret, and is refused.
 */
import { closeSync, fstatSync, openSync, readFileSync, realpathSync, statSync, constants, type Stats } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ErrorCode } from '../../shared/errors/registry.js';
import { Secret } from '../../shared/secret.js';
import type { Environment } from '../config/resolve.js';
import type { SecretSource } from './secret-source.js';

/** Longer is no password, but a file that was meant for something else. */
const longestFile = 64 * 1024;

/**
 * @param attempted what it is for, as a clause: "reading the password of the pool lab"
 * @throws CREDENTIAL_EXPOSED, or the code that is given when it is missing or empty
 */
export function readSecret(
  source: SecretSource,
  environment: Environment,
  attempted: string,
  code: ErrorCode = 'CREDENTIAL_UNREADABLE',
): Secret {
  const unreadable = (details: { subject: string; found?: string; cause?: unknown }): DrydockError =>
    new DrydockError(code, { attempted, ...details });
  switch (source.kind) {
    case 'environment': {
      const value = environment[source.name] ?? '';
      if (value !== '') return new Secret(value);
      throw unreadable({ subject: source.name, found: 'no such variable, or an empty one' });
    }
    case 'file':
      return new Secret(firstLine(source.path, attempted, unreadable));
    case 'systemd': {
      const folder = environment['CREDENTIALS_DIRECTORY'] ?? '';
      if (!isAbsolute(folder)) {
        const found = 'no credentials at all (CREDENTIALS_DIRECTORY is not set): only the service has them';
        throw unreadable({ subject: source.name, found });
      }
      return new Secret(firstLine(join(folder, source.name), attempted, unreadable));
    }
  }
}

type Unreadable = (details: { subject: string; found?: string; cause?: unknown }) => DrydockError;

/** The first line counts, so that a file written by `echo` works. */
function firstLine(path: string, attempted: string, unreadable: Unreadable): string {
  let text: string;
  try {
    // A pipe that nobody writes to must not hold up the process.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile()) throw unreadable({ subject: path, found: 'no ordinary file' });
      if (stats.size > longestFile) throw unreadable({ subject: path, found: `${stats.size} bytes` });
      refuseExposed(path, stats, attempted);
      text = readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (cause instanceof DrydockError) throw cause;
    throw unreadable({ subject: path, cause });
  }
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  if (line !== '') return line;
  throw unreadable({ subject: path, found: 'an empty first line' });
}

/** Writable for the group, readable or writable for others. */
const exposing = 0o026;

/**
 * The group may read it (`root:drydock`, mode 0640, is the usual way to hand one to a service); others may not, unless a folder
 * above keeps them out. Who may write it could put another in its place, so neither the group nor others may.
 */
function refuseExposed(path: string, stats: Stats, attempted: string): void {
  const mode = stats.mode & 0o777;
  if ((mode & exposing) === 0 || isClosedAbove(path)) return;
  throw new DrydockError('CREDENTIAL_EXPOSED', {
    attempted,
    subject: path,
    expected: 'mode 0600, or 0640 with the group of the service',
    found: `mode 0${mode.toString(8)}`,
    remedy: `Run: chmod 600 ${path} (and change the password if others could have read it).`,
  });
}

/** Whether a folder on the way to the file lets nobody in but its owner. */
function isClosedAbove(path: string): boolean {
  for (let folder = dirname(realpathSync(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o011) === 0) return true;
    if (folder === dirname(folder)) return false;
  }
}
