/** The conformance client of NFS: libnfs' own programs over version 4. */
import { execFile } from 'node:child_process';
import { nfsCat } from '../support/nfs-site.js';
import type { ClientKind, ConformanceClient } from './client.js';

/** libnfs takes what follows a `?` for its options, and refuses a path that climbs before it asks the server. */
export const libnfsKind: ClientKind = { lists: true, says: (path) => !path.includes('?') && !path.includes('../') };

const absent = /NFS4ERR_(NOENT|NOTDIR|ISDIR|NAMETOOLONG)|Is a directory|is not a regular file/i;

/** @param base the path of a grant or medium, with a slash at its end */
export function nfsClient(port: number, base: string): ConformanceClient {
  const listings = new Map<string, Promise<ReadonlyMap<string, number | null>>>();
  const listed = (folder: string): Promise<ReadonlyMap<string, number | null>> => {
    const known = listings.get(folder) ?? listing(port, base + folder);
    listings.set(folder, known);
    return known;
  };
  const isFolder = async (folder: string): Promise<boolean> => {
    if (folder === '') return true;
    const [parent, name] = parentOf(folder);
    return (await isFolder(parent)) && (await listed(parent)).get(name) === null;
  };
  return {
    read: (path) =>
      nfsCat(base + path, port).catch((error: unknown) => {
        if (absent.test(String(error))) return undefined;
        throw error;
      }),
    size: async (path) => {
      const [folder, name] = parentOf(path);
      return (await isFolder(folder)) ? ((await listed(folder)).get(name) ?? undefined) : undefined;
    },
    list: async (folder) => [...(await listed(folder)).keys()],
  };
}

function parentOf(path: string): [string, string] {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
}

/** Names and sizes, null for what is no file. nfs-ls says nothing of why it failed, so it is asked of folders alone. */
function listing(port: number, folder: string): Promise<ReadonlyMap<string, number | null>> {
  const url = `nfs://127.0.0.1${folder.replace(/\/$/, '')}/?version=4&nfsport=${port}`;
  return new Promise((resolve, reject) => {
    execFile('nfs-ls', [url], { timeout: 20_000 }, (error, stdout, stderr) => {
      if (error !== null) reject(new Error(stderr || error.message));
      const lines = [...stdout.matchAll(/^(.)\S* +\d+ +\d+ +\d+ +(\d+) (.*)$/gm)];
      resolve(new Map(lines.map(([, kind, size, name = '']) => [name, kind === '-' ? Number(size) : null])));
    });
  });
}
