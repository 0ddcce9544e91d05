/** Which mirror the hosts of a pool read at: the first that names the pool, else the first whose networks have all of its hosts. */
import { BlockList, isIPv4 } from 'node:net';
import type { ConfiguredMirror } from './mirror-access.js';

/** @returns undefined: they read at the media server itself */
export function chooseMirror(
  mirrors: readonly ConfiguredMirror[],
  pool: string,
  addresses: readonly string[],
): ConfiguredMirror['mirror'] | undefined {
  const named = mirrors.find(({ pools }) => pools.includes(pool));
  const near = mirrors.find(({ networks }) => addresses.length > 0 && addresses.every(inside(networks)));
  return (named ?? near)?.mirror;
}

/** A mirror that has some of the hosts in its networks and not all, where the pool has none: likely a slip. */
export function mirrorBeside(
  mirrors: readonly ConfiguredMirror[],
  pool: string,
  addresses: readonly string[],
): string | undefined {
  if (chooseMirror(mirrors, pool, addresses) !== undefined) return undefined;
  return mirrors.find(({ networks }) => addresses.some(inside(networks)))?.mirror.name;
}

/** A pool that lies in two sites is at neither: half of its hosts would read over the line that the mirror is to spare. */
function inside(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', length = '32'] = network.split('/');
    list.addSubnet(address, Number(length), 'ipv4');
  }
  return (address) => isIPv4(address) && list.check(address, 'ipv4');
}
