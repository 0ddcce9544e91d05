/** Whether an IPv4 address lies in the subnet of another one. */
import { isIPv4 } from 'node:net';

export interface IPv4Network {
  readonly address: string;
  /** `255.255.255.0`, as xapi and the operating system write it. */
  readonly netmask: string;
}

/** Undefined for what is no address with its mask: xapi leaves both empty while DHCP has given none. */
export function ipv4Network(address: string, netmask: string): IPv4Network | undefined {
  return isIPv4(address) && isIPv4(netmask) ? { address, netmask } : undefined;
}

export function subnetContains({ address, netmask }: IPv4Network, other: string): boolean {
  const mask = bits(netmask);
  return (bits(address) & mask) === (bits(other) & mask);
}

/** `192.0.2.21/24`. */
export function networkText({ address, netmask }: IPv4Network): string {
  const ones = bits(netmask).toString(2).replaceAll('0', '').length;
  return `${address}/${ones}`;
}

/** As one number without a sign; BigInt, since the bits of a JavaScript number have one. */
function bits(address: string): bigint {
  return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(Number(part) & 255), 0n);
}
