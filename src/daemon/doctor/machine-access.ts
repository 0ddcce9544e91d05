/** How doctor asks the machine: few questions, all of which only look; tests answer in the machine's place. */
import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { readFile, readdir, stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { MachineAddress } from '../addresses/address-advice.js';
import { machineAddresses } from '../addresses/read-addresses.js';
import { bindPort } from '../media-server/bind-sockets.js';
import { programPath } from '../nfs/program-path.js';
import { known, knownOr, unknown, type Known } from './known.js';

export interface ProgramAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PathOwner {
  readonly uid: number;
  readonly gid: number;
  /** The permission bits alone: 0o700. */
  readonly mode: number;
}

export interface DiskSpace {
  readonly freeBytes: number;
  readonly freeInodes: number;
  /** 0 where the file system makes inodes as it needs them (btrfs, zfs on some kernels). */
  readonly totalInodes: number;
}

/** `free`: it could be opened, and was closed again. */
export type PortAnswer = 'free' | 'in-use' | 'forbidden' | 'no-such-address';

export interface MachineAccess {
  /** Unknown when it is not installed, or does not end in time. */
  run(program: string, args: readonly string[]): Promise<Known<ProgramAnswer>>;
  isInstalled(program: string): boolean;
  /** Null: there is no such file. */
  text(path: string): Promise<Known<string | null>>;
  /** Names in a folder; none when there is no such folder. */
  entries(folder: string): Promise<Known<readonly string[]>>;
  /** Null: there is nothing. */
  owner(path: string): Promise<Known<PathOwner | null>>;
  space(path: string): Promise<Known<DiskSpace>>;
  port(address: string, port: number): Promise<Known<PortAnswer>>;
  /** IPv4 addresses of a name. */
  resolve(name: string): Promise<Known<readonly string[]>>;
  hostname(): string;
  interfaces(): readonly MachineAddress[];
  uid(): number;
}

const programDeadline = 5000;
const lookUpDeadline = 5000;

export const thisMachine: MachineAccess = {
  run: runProgram,
  isInstalled: (program) => programPath(program) !== undefined,
  text: (path) => knownOr(() => orNull(readFile(path, 'utf8'))),
  entries: (folder) => knownOr(async () => (await orNull(readdir(folder))) ?? []),
  owner: (path) =>
    knownOr(async () => {
      const found = await orNull(stat(path));
      return found === null ? null : { uid: found.uid, gid: found.gid, mode: found.mode & 0o777 };
    }),
  space: (path) =>
    knownOr(async () => {
      const { bavail, bsize, ffree, files } = await statfs(path);
      return { freeBytes: bavail * bsize, freeInodes: ffree, totalInodes: files };
    }),
  port: (address, port) => knownOr(() => tryPort(address, port)),
  resolve: (name) => knownOr(() => within(lookUpDeadline, lookup(name, { all: true, family: 4 }).then(addressesOf))),
  hostname,
  interfaces: machineAddresses,
  uid: () => process.geteuid?.() ?? -1,
};

/** Messages in English, so that they can be read by a program. */
function runProgram(program: string, args: readonly string[]): Promise<Known<ProgramAnswer>> {
  const path = programPath(program);
  if (path === undefined) return Promise.resolve(unknown(`there is no program ${program}`));
  const env = { ...process.env, LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile(
      path,
      [...args],
      { timeout: programDeadline, env, maxBuffer: 8 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve(known({ exitCode: 0, stdout, stderr }));
        else if (error.killed === true) resolve(unknown(`${program} did not end within ${programDeadline / 1000} s`));
        else if (typeof error.code === 'number') resolve(known({ exitCode: error.code, stdout, stderr }));
        else resolve(unknown(error.message));
      },
    );
  });
}

async function tryPort(address: string, port: number): Promise<PortAnswer> {
  try {
    const server = await bindPort(address, port, (socket) => socket.destroy());
    await new Promise((closed) => server.close(closed));
    return 'free';
  } catch (error) {
    const code = error instanceof DrydockError ? error.code : undefined;
    if (code === 'PORT_IN_USE') return 'in-use';
    if (code === 'PORT_FORBIDDEN') return 'forbidden';
    if (code === 'ADDRESS_UNAVAILABLE') return 'no-such-address';
    throw error;
  }
}

function addressesOf(found: readonly { readonly address: string }[]): string[] {
  return [...new Set(found.map(({ address }) => address))];
}

function within<T>(deadline: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${deadline / 1000} s`)), deadline);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
