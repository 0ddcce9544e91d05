/** From where a host will mount over NFS: decided from its interfaces, as its plugin and installer decide it. */
import { BlockList, isIPv4 } from 'node:net';

export interface HostInterface {
  /** Empty while it has none. */
  readonly address: string;
  readonly netmask: string;
  readonly gateway: string;
  readonly isDhcp: boolean;
  readonly isManagement: boolean;
}

/**
 * The interface that routes to the server: the one in its subnet, else the one with a gateway, the management interface
 * before others (media-and-clients.md 3.1: the plugin asks `ip route get` and has the installer bring up that one alone).
 * Under DHCP the installer may be given another address than the host has now, so it is the subnet then.
 * @returns undefined when no interface leads there
 */
export function mountClients(interfaces: readonly HostInterface[], server: string): readonly string[] | undefined {
  const usable = interfaces.filter(({ address, netmask }) => isIPv4(address) && isIPv4(netmask));
  const direct = usable
    .filter((one) => contains(one, server))
    .sort((a, b) => prefixOf(b.netmask) - prefixOf(a.netmask));
  const routed = usable.filter(({ gateway }) => isIPv4(gateway)).sort((a, b) => rank(a) - rank(b));
  const [chosen] = [...direct, ...routed];
  if (chosen === undefined) return undefined;
  return [chosen.isDhcp ? `${networkOf(chosen)}/${prefixOf(chosen.netmask)}` : chosen.address];
}

function rank({ isManagement }: HostInterface): number {
  return isManagement ? 0 : 1;
}

function contains(one: HostInterface, server: string): boolean {
  const subnet = new BlockList();
  subnet.addSubnet(networkOf(one), prefixOf(one.netmask));
  return subnet.check(server);
}

function networkOf({ address, netmask }: HostInterface): string {
  const mask = numbersOf(netmask);
  return numbersOf(address)
    .map((part, index) => part & (mask[index] ?? 0))
    .join('.');
}

function prefixOf(netmask: string): number {
  return numbersOf(netmask)
    .map((part) => part.toString(2).replaceAll('0', '').length)
    .reduce((sum, ones) => sum + ones, 0);
}

function numbersOf(address: string): number[] {
  return address.split('.').map(Number);
}
