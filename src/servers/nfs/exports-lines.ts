/** Lines for /etc/exports.d: the published media for the kernel's NFS server. */
import { exportNumbers, type NfsClients, type PublishedTree } from './published-tree.js';

/**
 * Read-only and for everybody's eyes: hosts mount as root and are squashed (media-and-clients.md 2.3). `insecure`, since a
 * host behind address translation has no reserved port; `crossmnt` and a number of our own, so that the store may lie on
 * any file system and the path is the same under version 3 and 4 (building-blocks.md 5).
 */
const options = ['ro', 'all_squash', 'insecure', 'no_subtree_check', 'crossmnt'];

/** One line for each tree, sorted by id, each ending in a line feed. */
export function exportsLines(trees: readonly PublishedTree[], clients: NfsClients = []): string {
  const numbers = exportNumbers(trees, 31);
  const who = clients.length === 0 ? ['*'] : clients;
  return [...trees]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, folder }) => {
      const all = [...options, `fsid=${numbers.get(id) ?? 0}`].join(',');
      return `${exportsPath(folder)} ${who.map((client) => `${client}(${all})`).join(' ')}\n`;
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
