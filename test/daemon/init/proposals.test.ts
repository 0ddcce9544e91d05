import { expect } from 'chai';
import { networkOf, proposals, reachable } from '../../../src/daemon/init/proposals.js';

const of = (name: string, address: string, cidr: string | null = null) => ({
  name,
  address,
  cidr,
  loopback: name === 'lo',
});

describe('proposals of a first run', () => {
  const interfaces = [
    of('lo', '127.0.0.1'),
    of('docker0', '172.17.0.1'),
    of('eth0', 'fe80::1'),
    of('eth1', '169.254.7.7'),
    of('eth2', '192.0.2.130', '192.0.2.130/25'),
  ];

  it('are the address of a real interface, before those of container bridges', () => {
    expect(reachable(interfaces).map(({ address }) => address)).to.deep.equal(['192.0.2.130', '172.17.0.1']);
    expect(proposals(interfaces).address).to.equal('192.0.2.130');
  });

  it('are loopback where there is nothing else', () => {
    expect(proposals([of('lo', '127.0.0.1')]).address).to.equal('127.0.0.1');
  });

  it('know the network of an address', () => {
    expect(networkOf('192.0.2.130', interfaces)).to.equal('192.0.2.128/25');
    expect(networkOf('172.17.0.1', interfaces)).to.equal(undefined);
    expect(networkOf('10.0.0.5', [of('a', '10.0.0.5', '10.0.0.5/32')])).to.equal('10.0.0.5/32');
  });
});
