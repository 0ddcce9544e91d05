/** Gives up the rights of root once the sockets are open: what reads requests from a network must not own the machine. */
import { accessSync, chmodSync, chownSync, constants, lchownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import { stateLayout } from '../state-layout.js';
import { processEntry } from './process-entry.js';
import type { ProcessSettings } from './settings.js';
import { systemUser, type SystemUser } from './system-user.js';

/** The calls of `process` that change who it is; a test puts its own in their place. */
export interface ProcessIdentity {
  getuid(): number;
  setgroups(groups: readonly number[]): void;
  setgid(group: number): void;
  setuid(user: number): void;
}

const ownIdentity: ProcessIdentity = {
  getuid: () => process.getuid?.() ?? -1,
  setgroups: (groups) => process.setgroups?.([...groups]),
  setgid: (group) => process.setgid?.(group),
  setuid: (user) => process.setuid?.(user),
};

/**
 * Before anything is started, so that a wrong name is told to whoever starts it.
 * @returns null when nothing is to change
 * @throws RUN_AS_UNKNOWN, RUN_AS_IMPOSSIBLE
 */
export async function userToBecome(name: string | undefined, own = ownIdentity.getuid()): Promise<SystemUser | null> {
  if (name === undefined) return null;
  const user = await systemUser(name);
  if (user.uid === own) return null;
  if (own !== 0) throw impossible(user, new Error(`only root can become another user, and this is user ${own}`));
  return user;
}

/**
 * Groups first: without root's rights they could not be changed any more. That it cannot be taken back is tried.
 * @throws RUN_AS_IMPOSSIBLE
 */
export function becomeUser(user: SystemUser, identity: ProcessIdentity = ownIdentity): void {
  if (identity.getuid() === user.uid) return;
  try {
    identity.setgroups(user.groups);
    identity.setgid(user.gid);
    identity.setuid(user.uid);
  } catch (cause) {
    throw impossible(user, cause);
  }
  if (user.uid !== 0 && canReturn(identity))
    throw impossible(user, new Error('the rights of root could be taken back'));
}

function canReturn(identity: ProcessIdentity): boolean {
  try {
    identity.setuid(0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Hands the media server's own folder, with what is in it, to the user, and lets it pass through the state folder. Only
 * its own: the journal beside it stays closed to the process that speaks to the network.
 */
export function handOverFolder(stateFolder: string, ownFolder: string, user: SystemUser): void {
  chownSync(ownFolder, user.uid, user.gid);
  for (const name of readdirSync(ownFolder)) {
    const path = join(ownFolder, name);
    const found = lstatSync(path);
    // Never through a link of either kind: whoever the folder belongs to could point it at any file of root's.
    if (found.isFile() && found.nlink === 1) lchownSync(path, user.uid, user.gid);
  }
  const { mode, uid } = statSync(stateFolder);
  chownSync(stateFolder, uid, user.gid);
  chmodSync(stateFolder, (mode & 0o777) | 0o010);
}

/**
 * The supervisor's first act: its serving processes are then started as that user, and so is each that replaces one.
 * @throws RUN_AS_IMPOSSIBLE
 */
export function runAsTold(settings: ProcessSettings, logger: Logger): void {
  const { runAs, stateFolder, mediaCache } = settings;
  if (runAs !== null) {
    becomeUser(runAs);
    const program = processEntry('daemon/media-server/worker-main').arguments.at(-1) ?? '';
    requireReach(runAs, { program, read: mediaCache, write: stateLayout(stateFolder).mediaServer });
  }
  const uid = ownIdentity.getuid();
  const fields = { uid, gid: process.getgid?.(), groups: process.getgroups?.(), user: runAs?.name };
  if (uid === 0) logger.warn(fields, 'the media server runs as root; servers.runAs names a user with fewer rights');
  else logger.info(fields, 'the media server runs as this user');
}

/** Said at the start, rather than with each request. @throws RUN_AS_IMPOSSIBLE */
function requireReach(
  user: SystemUser,
  paths: { readonly program: string; readonly read: string; readonly write: string },
): void {
  try {
    accessSync(paths.program, constants.R_OK);
    accessSync(paths.write, constants.R_OK | constants.W_OK | constants.X_OK);
    accessSync(paths.read, constants.R_OK | constants.X_OK);
  } catch (cause) {
    // A store that nobody has imported into yet is not there.
    if (!isAbsent(cause)) throw impossible(user, cause);
  }
}

function isAbsent(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

function impossible(user: SystemUser, cause: unknown): DrydockError {
  return new DrydockError('RUN_AS_IMPOSSIBLE', {
    attempted: `becoming the user ${user.name}`,
    subject: user.name,
    cause,
  });
}
