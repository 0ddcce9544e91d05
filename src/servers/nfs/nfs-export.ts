/** What an NFS server must know of a tree that it serves, whichever server it is, and the numbers that file handles carry. */
import { isIPv4 } from 'node:net';

export interface NfsExport {
  /** Names the export for good: the id of a medium or of a grant. */
  readonly id: string;
  /** The folder on disk that holds the whole tree. */
  readonly folder: string;
  /** What clients mount where the server can show a folder under another path; the kernel's server cannot. */
  readonly path: string;
  readonly clients: NfsClients;
}

/** Who may mount: IPv4 addresses or networks, or `*`, as exports(5) and Ganesha both write them. */
export type NfsClients = readonly string[];

export const everybody = '*';

export function isNfsClient(text: string): boolean {
  if (text === everybody) return true;
  const [address = '', bits, ...rest] = text.split('/');
  if (!isIPv4(address) || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,2}$/.test(bits) && Number(bits) <= 32);
}

/**
 * The number by which a file handle names its export: never 0, which NFSv4 takes for the root of all exports. FNV-1a of
 * the id, in 31 bits for exports(5); Ganesha wants 16.
 */
function exportNumber(id: string, bits: 16 | 31): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  const folded = bits === 31 ? hash & 0x7fffffff : ((hash >>> 16) ^ hash) & 0xffff;
  return folded === 0 ? 1 : folded;
}

/**
 * Numbers for all ids, moved on where two fall on the same one. What is in `before` keeps its number whatever comes and
 * goes around it: a host that is installing holds file handles with this number in them.
 */
export function exportNumbers(
  ids: readonly string[],
  bits: 16 | 31,
  before: ReadonlyMap<string, number> = new Map(),
): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const id of ids) {
    const number = before.get(id);
    if (number !== undefined) numbers.set(id, number);
  }
  const used = new Set(numbers.values());
  for (const id of [...ids].sort()) {
    if (numbers.has(id)) continue;
    let number = exportNumber(id, bits);
    while (used.has(number)) number = (number % (2 ** bits - 1)) + 1;
    used.add(number);
    numbers.set(id, number);
  }
  return numbers;
}
