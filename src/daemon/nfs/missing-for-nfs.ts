/** What this machine lacks for serving NFS as the configuration says: each with what to do about it. */
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ErrorCode } from '../../shared/errors/registry.js';
import type { NfsSettings } from '../config/nfs-settings.js';
import { programPath } from './program-path.js';

/** How the machine is asked; tests answer in its place. */
export interface Machine {
  /** Its path; undefined: there is none. */
  program(name: string): string | undefined;
  /** NFS-Ganesha's module for ordinary folders, in a package of its own. */
  hasVfsModule(): boolean;
  /** Reading any file by its handle: root has it. */
  mayOpenByHandle(): boolean;
  isRoot(): boolean;
  answers(port: number): Promise<boolean>;
}

const rpcbindPort = 111;

export async function missingForNfs(settings: NfsSettings, machine: Machine): Promise<DrydockError[]> {
  const lacks = (code: ErrorCode, found: string): DrydockError =>
    new DrydockError(code, { attempted: `serving NFS (servers.nfs.mode: ${settings.mode})`, found });
  const missing: DrydockError[] = [];
  if (settings.mode === 'ganesha') {
    if (machine.program('ganesha.nfsd') === undefined)
      missing.push(lacks('NFS_SERVER_MISSING', 'no program ganesha.nfsd'));
    else if (!machine.hasVfsModule()) missing.push(lacks('NFS_SERVER_MISSING', 'no module libfsalvfs.so'));
    if (!machine.mayOpenByHandle()) missing.push(lacks('NFS_NOT_PERMITTED', 'no capability CAP_DAC_READ_SEARCH'));
  }
  if (settings.mode === 'kernel') {
    if (machine.program('exportfs') === undefined) missing.push(lacks('NFS_SERVER_MISSING', 'no program exportfs'));
    if (!machine.isRoot()) missing.push(lacks('NFS_NOT_PERMITTED', 'not root'));
  }
  if (settings.mode !== 'off' && settings.version3 && !(await machine.answers(rpcbindPort))) {
    missing.push(lacks('NFS_RPCBIND_MISSING', `nothing answers on port ${rpcbindPort}`));
  }
  return missing;
}

export const thisMachine: Machine = {
  program: programPath,
  hasVfsModule: () => moduleFolders().some((folder) => namesIn(folder).includes('libfsalvfs.so')),
  mayOpenByHandle: () => (effectiveCapabilities() & dacReadSearch) !== 0n,
  isRoot: () => process.geteuid?.() === 0,
  answers: (port) =>
    new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
      const end = (answer: boolean): void => {
        socket.destroy();
        resolve(answer);
      };
      socket.once('connect', () => end(true));
      socket.once('error', () => end(false));
      socket.once('timeout', () => end(false));
    }),
};

/** capability(7): the number of CAP_DAC_READ_SEARCH is 2. */
const dacReadSearch = 1n << 2n;

function effectiveCapabilities(): bigint {
  const line = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return BigInt(`0x${line?.[1] ?? '0'}`);
}

/** Debian has it in the folder of the machine's architecture, others in lib64. */
function moduleFolders(): string[] {
  const libraries = ['/usr/lib', '/usr/lib64', ...namesIn('/usr/lib').map((name) => join('/usr/lib', name))];
  return libraries.map((folder) => join(folder, 'ganesha'));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
