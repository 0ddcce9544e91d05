import { expect } from 'chai';
import {
  adviseAddresses,
  type AddressAdvice,
  type Listener,
  type MachineAddress,
} from '../../../src/daemon/addresses/address-advice.js';
import { listenersOf } from '../../../src/daemon/addresses/read-addresses.js';
import { ipv4Network, networkText, subnetContains } from '../../../src/daemon/addresses/subnet.js';
import { settingsSchema } from '../../../src/daemon/config/schema.js';

const machine: readonly MachineAddress[] = [
  { interface: 'lo', address: '127.0.0.1', loopback: true },
  { interface: 'lo', address: '::1', loopback: true },
  { interface: 'eth0', address: '192.0.2.10', loopback: false },
  { interface: 'eth0', address: '2001:db8::10', loopback: false },
  { interface: 'eth1', address: '198.51.100.10', loopback: false },
  { interface: 'eth2', address: 'fe80::1', loopback: false },
  { interface: 'eth3', address: '169.254.7.7', loopback: false },
];

const listener = (protocol: 'http' | 'ftp', address: string, port: number, advertise?: string): Listener => ({
  ...{ protocol, address, port },
  advertise,
});

const lines = ({ addresses }: AddressAdvice): string[] =>
  addresses.map((one) => `${one.interface} ${one.url ?? ''}${one.reason ?? ''}`);

describe('Advice on addresses', () => {
  it('gives for each interface the address to paste, or why it is none', () => {
    const advice = adviseAddresses(machine, [listener('http', '0.0.0.0', 8080, '192.0.2.10')], []);
    expect(lines(advice)).to.deep.equal([
      'lo loopback: only this machine reaches it',
      'eth0 http://192.0.2.10:8080/',
      'eth1 http://198.51.100.10:8080/',
      'eth3 link-local: given by nobody, and not routed',
      'eth2 IPv6 only: the host library loses the brackets of such an address',
    ]);
    expect(advice.warnings).to.deep.equal([]);
  });

  it('names the listener that is elsewhere, and leaves the usual port out', () => {
    const advice = adviseAddresses(
      machine,
      [listener('http', '192.0.2.10', 80), listener('ftp', '127.0.0.1', 2121)],
      [],
    );
    expect(lines(advice).filter((line) => line.startsWith('eth0'))).to.deep.equal([
      'eth0 http://192.0.2.10/',
      'eth0 the ftp listener is on 127.0.0.1 only',
    ]);
  });

  it('remarks what a port is no good for, and where hosts of a run are given another address', () => {
    const remarksOf = (one: Listener): readonly string[] =>
      adviseAddresses(machine.slice(4, 5), [one], []).addresses[0]?.remarks ?? [];
    expect(remarksOf(listener('ftp', '198.51.100.10', 2121)).join()).to.match(/on port 21 only/);
    expect(remarksOf(listener('ftp', '198.51.100.10', 21))).to.deep.equal([]);
    expect(remarksOf(listener('http', '198.51.100.10', 8080)).join()).to.match(/port 80 or 443 only/);
    expect(remarksOf(listener('http', '198.51.100.10', 80))).to.deep.equal([]);
    expect(remarksOf(listener('http', '0.0.0.0', 80, '192.0.2.10')).join()).to.match(/given 192.0.2.10 instead/);
    expect(remarksOf(listener('http', '0.0.0.0', 80)).join()).to.match(/advertise is missing/);
  });

  it('warns of an advertised address that this machine does not have', () => {
    const { warnings } = adviseAddresses(machine, [listener('http', '0.0.0.0', 80, '203.0.113.1')], []);
    expect(warnings.join()).to.match(/given 203.0.113.1 for http, which no interface of this machine has/);
  });

  it('tells which hosts are in the network of an address, which need a route, and which nobody knows', () => {
    const network = (address: string, netmask: string) => ipv4Network(address, netmask) ?? null;
    const hosts = [
      { host: 'xs-1', network: network('192.0.2.21', '255.255.255.0') },
      { host: 'xs-2', network: network('198.51.100.200', '255.255.255.128') },
      { host: 'xs-3', network: network('', '') },
    ];
    const advice = adviseAddresses(machine, [listener('http', '0.0.0.0', 80, '192.0.2.10')], hosts);
    const reach = (name: string): unknown =>
      advice.addresses.find(({ interface: device }) => device === name)?.hosts.map((one) => one.reach);
    expect(reach('eth0')).to.deep.equal(['network', 'route', 'unknown']);
    // .10 and .200 are in two halves of the same /24.
    expect(reach('eth1')).to.deep.equal(['route', 'route', 'unknown']);
  });

  it('takes the port that was really bound, where the media server runs from this configuration', () => {
    const settings = settingsSchema.parse({ servers: { http: [{ address: '127.0.0.1', port: 0 }], ftp: [] } });
    const running = { protocol: 'http', address: '127.0.0.1', port: 40_123 } as const;
    expect(listenersOf(settings, [running]).map(({ port }) => port)).to.deep.equal([40_123]);
    expect(listenersOf(settings, []).map(({ port }) => port)).to.deep.equal([0]);
    expect(listenersOf(settings, [{ ...running, address: '192.0.2.9' }]).map(({ port }) => port)).to.deep.equal([0]);
  });
});

describe('A subnet', () => {
  it('contains an address by the bits of its mask', () => {
    const inside = (address: string, netmask: string, other: string): boolean =>
      subnetContains({ address, netmask }, other);
    expect(inside('10.0.0.1', '255.0.0.0', '10.255.0.9')).to.equal(true);
    expect(inside('10.0.0.1', '255.255.255.252', '10.0.0.4')).to.equal(false);
    expect(inside('200.1.2.3', '255.255.0.0', '200.1.9.9')).to.equal(true);
    expect(inside('200.1.2.3', '0.0.0.0', '9.9.9.9')).to.equal(true);
    expect(networkText({ address: '192.0.2.21', netmask: '255.255.254.0' })).to.equal('192.0.2.21/23');
  });
});
