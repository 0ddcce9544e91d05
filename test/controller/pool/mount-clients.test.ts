import { expect } from 'chai';
import type { Endpoint, MediaServerApi } from '../../../src/contract/media-server.js';
import { baseUrl, hostEndpoint } from '../../../src/controller/base-url.js';
import { mountFrom } from '../../../src/controller/mount-from.js';
import { mountClients, type HostInterface } from '../../../src/controller/pool/mount-clients.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { Secret } from '../../../src/shared/secret.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { createSimulatedPool } from '../../../src/simulator/simulated-pool.js';
import { codeOf } from '../../support/servers-errors.js';

const interfaceOf = (part: Partial<HostInterface>): HostInterface => ({
  ...{ address: '192.0.2.17', netmask: '255.255.255.0', gateway: '', isDhcp: false, isManagement: true },
  ...part,
});
const storage = interfaceOf({ address: '198.51.100.17', isManagement: false });
const routed = interfaceOf({ address: '203.0.113.5', netmask: '255.255.255.128', gateway: '203.0.113.1' });

describe('From where a host mounts over NFS', () => {
  const server = '192.0.2.1';
  const table: readonly [string, HostInterface[], readonly string[] | undefined][] = [
    ['the address in the subnet of the server', [storage, routed, interfaceOf({})], ['192.0.2.17']],
    ['the whole subnet under DHCP', [interfaceOf({ isDhcp: true })], ['192.0.2.0/24']],
    [
      'the narrowest subnet of several',
      [interfaceOf({ address: '192.0.0.9', netmask: '255.255.0.0' }), interfaceOf({})],
      ['192.0.2.17'],
    ],
    ['the interface with a gateway where none is in the subnet', [storage, routed], ['203.0.113.5']],
    ['its subnet under DHCP', [{ ...routed, isDhcp: true }], ['203.0.113.0/25']],
    [
      'the management interface of two with a gateway',
      [interfaceOf({ address: '198.51.100.8', gateway: '198.51.100.1', isManagement: false }), routed],
      ['203.0.113.5'],
    ],
    ['nowhere when no interface leads to the server', [storage], undefined],
    ['nowhere while DHCP has given no address', [interfaceOf({ address: '', netmask: '', isDhcp: true })], undefined],
  ];
  for (const [what, interfaces, expected] of table) {
    it(`is ${what}`, () => {
      expect(mountClients(interfaces, server)).to.deep.equal(expected);
    });
  }

  const endpoint = (protocol: Endpoint['protocol'], port: number): Endpoint => ({ protocol, address: server, port });

  it('is asked only where hosts are pointed at NFS: that is, where there is neither HTTP nor FTP', async () => {
    const http = endpoint('http', 80);
    const nfs = endpoint('nfs', 2049);
    expect(hostEndpoint([nfs, endpoint('ftp', 21), http])).to.equal(http);
    expect(baseUrl(nfs, '/i/x/')).to.equal('nfs://192.0.2.1:/i/x/');
    const serving = (endpoints: Endpoint[]): MediaServerApi =>
      ({ status: () => Promise.resolve({ endpoints }) }) as unknown as MediaServerApi;
    const pool = (interfaces: HostInterface[]): PoolPort =>
      ({ hostInterfaces: () => Promise.resolve(interfaces) }) as unknown as PoolPort;
    const host = { uuid: 'u', name: 'xs-1' };
    expect(await mountFrom(serving([http, nfs]), pool([]), host)).to.deep.equal({});
    expect(await mountFrom(serving([nfs]), pool([interfaceOf({})]), host)).to.deep.equal({ mountFrom: ['192.0.2.17'] });
    expect(await codeOf(mountFrom(serving([nfs]), pool([storage]), host))).to.equal('NFS_HOST_UNKNOWN');
  });

  it('is read from the records of the pool', async () => {
    const clock = new VirtualClock();
    const media = (): never => {
      throw new Error('this pool has no media');
    };
    const simulated = createSimulatedPool({ hosts: 2, release: 'xenserver-8.2.1', vms: 0, media, clock });
    const pool = xapiPool({
      addresses: simulated.addresses,
      credentials: { user: simulated.user, password: new Secret(simulated.password) },
      certificates: { expectedFingerprint: () => undefined },
      clock,
      transport: simulated.transport,
      download: media,
    });
    const observation = await clock.runUntil(pool.observe());
    const hosts = observation.pool.known ? observation.pool.value.hosts : [];
    for (const { uuid, address } of hosts) {
      const [only, ...others] = await clock.runUntil(pool.hostInterfaces(uuid));
      expect([only?.address, only?.isManagement, others.length]).to.deep.equal([address, true, 0]);
    }
    expect(hosts.length).to.equal(2);
  });
});
