/** A user of this machine by name, from whatever directory of users it has. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** All that it belongs to: what a media cache may be shared with. */
  readonly groups: number[];
}

const lookUpTime = 10_000;

/** @throws RUN_AS_UNKNOWN */
export async function systemUser(name: string): Promise<SystemUser> {
  try {
    const run = promisify(execFile);
    const { stdout: line } = await run('getent', ['passwd', name], { timeout: lookUpTime });
    const { stdout: groups } = await run('id', ['-G', name], { timeout: lookUpTime });
    return { ...parsePasswd(line, name), groups: groups.trim().split(/\s+/).map(Number) };
  } catch (cause) {
    if (cause instanceof DrydockError) throw cause;
    throw new DrydockError('RUN_AS_UNKNOWN', { attempted: 'looking up a user', subject: name, cause });
  }
}

/** passwd(5). @throws RUN_AS_UNKNOWN for a line of another form */
function parsePasswd(line: string, name: string): Omit<SystemUser, 'groups'> {
  const [found, , uid = '', gid = ''] = line.split(':');
  if (found === name && /^\d+$/.test(uid) && /^\d+$/.test(gid)) return { name, uid: Number(uid), gid: Number(gid) };
  throw new DrydockError('RUN_AS_UNKNOWN', { attempted: 'looking up a user', subject: name, found: 'no such line' });
}
