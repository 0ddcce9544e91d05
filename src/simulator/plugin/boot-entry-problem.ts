/** Why `main` cannot write its boot entry: the network arguments of the installer are not complete (media-and-clients.md 3.1). */
import { isIPv4 } from 'node:net';
import type { MachineNetwork } from '../state/machine.js';

/** The log says what is missing; the caller is told ERROR_PREPARING_HOST alone. */
export function bootEntryProblem(network: MachineNetwork, url: string): string | undefined {
  if (network.addressing === 'DHCP') return undefined;
  if (network.netmask === '') return 'netmask';
  if (network.gateway === '') return 'gateway';
  return isIPv4(serverOf(url)) || network.dns !== '' ? undefined : 'DNS';
}

/** `nfs://server:/path` is no URL for a parser that wants a port after the colon. */
function serverOf(url: string): string {
  return /^\w+:\/\/(?:[^/@]*@)?([^/:]*)/.exec(url)?.[1] ?? '';
}
