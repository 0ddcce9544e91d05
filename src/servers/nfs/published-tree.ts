/** What an NFS export needs to know of a published medium, and the rules for its options. */

export interface PublishedTree {
  readonly id: string;
  /** The folder on disk that holds the whole tree. */
  readonly folder: string;
}

/** Who may mount: addresses or networks of hosts, as exports(5) and Ganesha both write them. Empty: everybody. */
export type NfsClients = readonly string[];

/**
 * The number by which a file handle names the file system: the same after every restart, and never 0, which NFSv4 takes
 * for the root of all exports. FNV-1a of the medium's id, in 31 bits for exports(5); Ganesha wants 16.
 */
export function exportNumber(id: string, bits: 16 | 31): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  const folded = bits === 31 ? hash & 0x7fffffff : ((hash >>> 16) ^ hash) & 0xffff;
  return folded === 0 ? 1 : folded;
}

/** Numbers for all trees, moved on where two ids fall on the same one. Stable for the same set of ids. */
export function exportNumbers(trees: readonly PublishedTree[], bits: 16 | 31): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const used = new Set<number>();
  for (const { id } of [...trees].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    let number = exportNumber(id, bits);
    while (used.has(number)) number = (number % (2 ** bits - 1)) + 1;
    used.add(number);
    numbers.set(id, number);
  }
  return numbers;
}
