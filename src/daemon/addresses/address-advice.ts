/** Which address a person should give hosts, interface by interface, and why not the others: decided without asking anybody. */
import { isIPv4 } from 'node:net';
import { endpointUrl } from '../../contract/endpoint-url.js';
import { subnetContains, type IPv4Network } from './subnet.js';

export interface MachineAddress {
  readonly interface: string;
  readonly address: string;
  readonly loopback: boolean;
}

/** As configured, with the port that was really bound. */
export interface Listener {
  readonly protocol: 'http' | 'ftp';
  readonly address: string;
  readonly port: number;
  readonly advertise: string | undefined;
}

/** The management interface of a host; `network` is null where the pool does not tell it. */
export interface HostNetwork {
  readonly host: string;
  readonly network: IPv4Network | null;
}

/** `network`: in the same subnet. `route`: only through a router, which nobody here knows of. */
export type Reach = 'network' | 'route' | 'unknown';

export interface AdvisedAddress {
  readonly interface: string;
  readonly address: string;
  readonly protocol: 'http' | 'ftp' | null;
  readonly port: number | null;
  /** What to paste; null where hosts cannot use it. */
  readonly url: string | null;
  /** Why they cannot. */
  readonly reason: string | null;
  /** What else to know of it. */
  readonly remarks: readonly string[];
  readonly hosts: readonly { readonly host: string; readonly reach: Reach }[];
}

export interface AddressAdvice {
  readonly addresses: readonly AdvisedAddress[];
  /** About the configuration as a whole. */
  readonly warnings: readonly string[];
}

const everywhere = '0.0.0.0';

export function adviseAddresses(
  machine: readonly MachineAddress[],
  listeners: readonly Listener[],
  hosts: readonly HostNetwork[],
): AddressAdvice {
  const addresses = machine
    .filter(({ address }) => isIPv4(address))
    .flatMap((own) => listeners.map((listener) => advised(own, listener, hosts)));
  return { addresses: [...addresses, ...withoutIPv4(machine)], warnings: warnings(machine, listeners) };
}

function advised(own: MachineAddress, listener: Listener, hosts: readonly HostNetwork[]): AdvisedAddress {
  const { protocol, port } = listener;
  const { interface: name, address } = own;
  const reason = whyNot(own, listener);
  const row = { interface: name, address, protocol, port };
  if (reason !== undefined) return { ...row, url: null, reason, remarks: [], hosts: [] };
  return {
    ...row,
    url: endpointUrl({ protocol, address, port }),
    reason: null,
    remarks: remarks(address, listener),
    hosts: hosts.map(({ host, network }) => ({ host, reach: reachOf(address, network) })),
  };
}

function whyNot({ address, loopback }: MachineAddress, listener: Listener): string | undefined {
  if (listener.address !== everywhere && listener.address !== address) {
    return `the ${listener.protocol} listener is on ${listener.address} only`;
  }
  if (loopback) return 'loopback: only this machine reaches it';
  if (address.startsWith('169.254.')) return 'link-local: given by nobody, and not routed';
  return undefined;
}

/** media-and-clients.md 0.7 and 2.4. */
function remarks(address: string, { protocol, port, advertise, address: listensOn }: Listener): string[] {
  const found: string[] = [];
  const given = advertise ?? (listensOn === everywhere ? undefined : listensOn);
  if (given === undefined) found.push('hosts of a run are given no address: servers.http[].advertise is missing');
  else if (given !== address) found.push(`hosts of a run are given ${given} instead`);
  if (protocol === 'ftp' && port !== 21) found.push('not for installers up to 8.0: they ask over FTP on port 21 only');
  if (protocol === 'http' && port !== 80) found.push('without a password: hosts send one on port 80 or 443 only');
  return found;
}

function withoutIPv4(machine: readonly MachineAddress[]): AdvisedAddress[] {
  const known = new Set(machine.filter(({ address }) => isIPv4(address)).map((own) => own.interface));
  const others = machine.filter((own) => !known.has(own.interface) && !own.loopback);
  return [...new Map(others.map((own) => [own.interface, own])).values()].map((own) => ({
    ...{
      interface: own.interface,
      address: own.address,
      protocol: null,
      port: null,
      url: null,
      remarks: [],
      hosts: [],
    },
    reason: 'IPv6 only: the host library loses the brackets of such an address',
  }));
}

function reachOf(address: string, network: IPv4Network | null): Reach {
  if (network === null) return 'unknown';
  return subnetContains(network, address) ? 'network' : 'route';
}

function warnings(machine: readonly MachineAddress[], listeners: readonly Listener[]): string[] {
  const own = new Set(machine.map(({ address }) => address));
  const given = listeners.flatMap(({ protocol, advertise }) =>
    advertise === undefined ? [] : [{ protocol, advertise }],
  );
  return given
    .filter(({ advertise }) => !own.has(advertise))
    .map(
      ({ protocol, advertise }) =>
        `hosts are given ${advertise} for ${protocol}, which no interface of this machine has: right behind NAT only`,
    );
}
