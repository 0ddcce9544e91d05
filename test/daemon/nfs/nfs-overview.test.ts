/** What `nfs status` tells, without a keeper. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { settingsSchema } from '../../../src/daemon/config/schema.js';
import type { Machine } from '../../../src/daemon/nfs/missing-for-nfs.js';
import { nfsOverview, type NfsOverview } from '../../../src/daemon/nfs/nfs-overview.js';

const machine: Machine = {
  program: () => undefined,
  hasVfsModule: () => true,
  mayOpenByHandle: () => true,
  isRoot: () => true,
  answers: () => Promise.resolve(true),
};

describe('What is told of NFS', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const overview = (nfs: object): Promise<NfsOverview> =>
    nfsOverview(settingsSchema.parse({ state: folder, media: { cache: '/srv/cache' }, servers: { nfs } }), machine);

  it('is what is missing, the address in each form, and what a firewall must let through; asking changes nothing', async () => {
    const told = await overview({ mode: 'ganesha', address: '192.0.2.1', version3: true });
    expect([told.status, told.observable]).to.deep.equal([null, false]);
    expect(told.problems.map(({ code }) => code)).to.deep.equal(['NFS_SERVER_MISSING']);
    const examples = told.addresses.map(({ example }) => example);
    expect(examples).to.include('nfs://192.0.2.1:/media/ID/').and.to.include('192.0.2.1:/media/ID/');
    expect(told.firewall.length).to.equal(4);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('names the folder itself for the kernel, which shows it under no other path', async () => {
    const { addresses } = await overview({ mode: 'kernel', address: '192.0.2.1' });
    const examples = addresses.map(({ example }) => example);
    expect(examples).to.include('nfs://192.0.2.1:/srv/cache/v1/media/ID/tree/');
  });

  it('is nothing to let through where it is off', async () => {
    const told = await overview({});
    expect([told.status, told.problems, told.firewall]).to.deep.equal([null, [], []]);
  });
});
