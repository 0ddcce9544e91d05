/** The advice on addresses as a person reads it: what to paste first, then what not to use and why. */
import type { AddressAdvice, AdvisedAddress, HostNetwork, Reach } from '../../daemon/addresses/address-advice.js';
import { networkText } from '../../daemon/addresses/subnet.js';

const whyNoName =
  'give hosts the number, not a name: the installer asks no name server unless the host had one set, and IPv6 numbers do not work';

const reaches: Readonly<Record<Reach, string>> = {
  network: 'in its network',
  route: 'needs a route, which is not known here; `drydock check` lets the host itself ask',
  unknown: 'its management address is not known',
};

export function adviceLines(advice: AddressAdvice, hosts: readonly HostNetwork[]): string[] {
  const usable = advice.addresses.filter(({ url }) => url !== null);
  const unusable = advice.addresses.filter(({ url }) => url === null);
  return [
    ...(usable.length === 0
      ? [
          'no host can reach the media server: it listens for this machine only (servers.http in the configuration file)',
        ]
      : usable.flatMap((address) => usableLines(address, hosts))),
    ...unusable.map((address) => `not ${name(address)}: ${address.reason ?? ''}`),
    ...advice.warnings,
    ...(usable.length === 0 ? [] : [whyNoName]),
  ];
}

/** What `serve` shows of it: only what can be pasted. */
export function usableAddressLines(advice: AddressAdvice): string[] {
  const usable = advice.addresses.filter(({ url }) => url !== null);
  if (usable.length === 0) return [...advice.warnings];
  const lines = [...usable.flatMap((address) => usableLines(address, [])), ...advice.warnings, whyNoName];
  return ['addresses for hosts:', ...lines.map((line) => `  ${line}`)];
}

function usableLines(address: AdvisedAddress, hosts: readonly HostNetwork[]): string[] {
  const remarks = address.remarks.map((remark) => `    ${remark}`);
  const reached = address.hosts.map(({ host, reach }) => {
    const network = hosts.find((one) => one.host === host)?.network ?? null;
    return `    ${host}${network === null ? '' : ` (${networkText(network)})`}: ${reaches[reach]}`;
  });
  return [`${address.url ?? ''}  (${address.interface})`, ...remarks, ...reached];
}

function name({ interface: device, address, protocol, port }: AdvisedAddress): string {
  return protocol === null ? `${device} (${address})` : `${protocol} ${address}:${port ?? ''} (${device})`;
}
