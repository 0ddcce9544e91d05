/** What a first run proposes for each question, from the interfaces of the machine. */
import { isIPv4 } from 'node:net';
import type { QuestionName } from './answers.js';

export interface Interface {
  readonly name: string;
  readonly address: string;
  /** `192.0.2.10/24`; null where the system does not tell it. */
  readonly cidr: string | null;
  readonly loopback: boolean;
}

/** Bridges and tunnels of container engines and hypervisors: their networks hold no host. */
const notForHosts = /^(docker|br-|veth|virbr|cni|flannel|podman|tun|tap|wg|lxc|lxdbr)/;

/** Addresses that hosts could reach, the likeliest first; none when there is only loopback. */
export function reachable(interfaces: readonly Interface[]): Interface[] {
  const usable = interfaces.filter(
    ({ address, loopback }) => isIPv4(address) && !loopback && !address.startsWith('169.254.'),
  );
  const unlikely = (one: Interface): number => (notForHosts.test(one.name) ? 1 : 0);
  return usable.sort((left, right) => unlikely(left) - unlikely(right));
}

export function proposals(interfaces: readonly Interface[]): Readonly<Record<QuestionName, string>> {
  const address = reachable(interfaces)[0]?.address ?? '127.0.0.1';
  return { address, httpPort: '8080', ftp: 'no', folder: '.', networks: 'all' };
}

/** The network of an address of this machine, for those who want to let in nobody else: `192.0.2.0/24`. */
export function networkOf(address: string, interfaces: readonly Interface[]): string | undefined {
  const cidr = interfaces.find((one) => one.address === address)?.cidr ?? '';
  const [, length] = /\/(\d+)$/.exec(cidr) ?? [];
  if (length === undefined || !isIPv4(address)) return undefined;
  const bits = 32n - BigInt(length);
  const number = address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(Number(part)), 0n);
  const first = (number >> bits) << bits;
  return `${[24n, 16n, 8n, 0n].map((shift) => (first >> shift) & 255n).join('.')}/${length}`;
}
