/** Lines for /etc/exports.d: folders for the kernel's NFS server, each with those who may mount it. */
import { exportNumbers, type NfsExport } from './nfs-export.js';

/**
 * Read-only and for everybody's eyes: hosts mount as root and are squashed (media-and-clients.md 2.3). `insecure`, since a
 * host behind address translation has no reserved port; `crossmnt` and a number of our own, so that the store may lie on
 * any file system and the path is the same under version 3 and 4 (building-blocks.md 5).
 */
export const kernelOptions = ['ro', 'all_squash', 'insecure', 'no_subtree_check', 'crossmnt'] as const;

/**
 * One line for each folder, each ending in a line feed. Several exports of one folder share its line: the kernel knows a
 * folder once.
 * @param before the `fsid` of folders that are exported already
 */
export function exportsLines(exports: readonly NfsExport[], before: ReadonlyMap<string, number> = new Map()): string {
  const clients = new Map<string, Set<string>>();
  for (const { folder, clients: some } of exports) {
    const all = clients.get(folder) ?? new Set();
    for (const client of some) all.add(client);
    if (all.size > 0) clients.set(folder, all);
  }
  const folders = [...clients.keys()].sort();
  const numbers = exportNumbers(folders, 31, before);
  return folders
    .map((folder) => {
      const options = [...kernelOptions, `fsid=${numbers.get(folder) ?? 0}`].join(',');
      const who = [...(clients.get(folder) ?? [])].sort();
      return `${exportsPath(folder)} ${who.map((client) => `${client}(${options})`).join(' ')}\n`;
    })
    .join('');
}

/** exports(5): blanks and other special characters are a backslash and three octal digits, byte by byte. */
export function exportsPath(path: string): string {
  let text = '';
  for (const byte of Buffer.from(path)) {
    const character = String.fromCharCode(byte);
    text += /[A-Za-z0-9/._+,:@%~=-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return text;
}
