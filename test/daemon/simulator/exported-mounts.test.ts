import { expect } from 'chai';
import { mountsOf } from '../../../src/daemon/simulator/exported-mounts.js';
import type { NfsMountRequest } from '../../../src/installer/transports/nfs.js';

const request: NfsMountRequest = { server: '192.0.2.1', path: '/i/x/', client: '192.0.2.10', versions: [4, 3] };

function mounts(versions: readonly (3 | 4)[] = [4]) {
  return mountsOf({
    address: '192.0.2.1',
    versions,
    exports: () =>
      Promise.resolve([
        { path: '/i/x', folder: '/srv/one/tree', clients: ['192.0.2.10', '198.51.100.0/24'] },
        { path: '/media/one', folder: '/srv/one/tree', clients: ['*'] },
      ]),
  });
}

describe('What an NFS server answers to a simulated host', () => {
  it('is the folder of the export, to an address or a network that is named, and to everybody where it says so', async () => {
    const mounted = { outcome: 'mounted', folder: '/srv/one/tree' };
    expect(await mounts()(request)).to.deep.equal(mounted);
    expect(await mounts()({ ...request, path: '/i/x' })).to.deep.equal(mounted);
    expect(await mounts()({ ...request, client: '198.51.100.77' })).to.deep.equal(mounted);
    expect(await mounts()({ ...request, path: '/media/one/', client: '203.0.113.1' })).to.deep.equal(mounted);
  });

  it('is a folder below the export, and nothing beside it', async () => {
    const below = await mounts()({ ...request, path: '/i/x/Packages/' });
    expect(below).to.deep.equal({ outcome: 'mounted', folder: '/srv/one/tree/Packages/' });
    expect(await mounts()({ ...request, path: '/i/xy/' })).to.include({ outcome: 'refused' });
    expect(await mounts()({ ...request, path: '/' })).to.include({ outcome: 'refused' });
  });

  it('is no to an address that is not named', async () => {
    expect(await mounts()({ ...request, client: '192.0.2.11' })).to.deep.equal({
      outcome: 'refused',
      reason: 'access denied by server',
    });
  });

  it('is no to a host that speaks none of its versions, and to one that asks another server', async () => {
    expect(await mounts([4])({ ...request, versions: [3] })).to.include({ outcome: 'refused' });
    expect(await mounts([3, 4])({ ...request, versions: [3] })).to.include({ outcome: 'mounted' });
    expect(await mounts()({ ...request, server: '192.0.2.2' })).to.include({ outcome: 'refused' });
  });
});
