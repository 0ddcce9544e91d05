import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { settingsSchema, type Settings } from '../../../src/daemon/config/schema.js';
import { practiceMounts } from '../../../src/daemon/practice/practice-mounts.js';
import { exportsLines } from '../../../src/servers/nfs/exports-lines.js';
import { ganeshaConfig } from '../../../src/servers/nfs/ganesha-config.js';
import type { NfsExport } from '../../../src/servers/nfs/nfs-export.js';

const exported: NfsExport = { id: 'grant', folder: '/srv/a b/tree', path: '/i/x', clients: ['127.0.0.2'] };
const open: NfsExport = { id: 'medium m', folder: '/srv/m/tree', path: '/media/m', clients: ['*'] };

describe('Practice hosts over NFS', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'drydock-practice-mounts-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const settings = (nfs: Record<string, unknown>): Settings =>
    settingsSchema.parse({
      media: { cache: `${folder}/media` },
      state: `${folder}/state`,
      servers: { nfs: { exportsFile: `${folder}/drydock.exports`, ...nfs } },
    });

  const ask = (nfs: Record<string, unknown>, path: string, client: string, versions: readonly (3 | 4)[] = [4, 3]) =>
    practiceMounts(settings(nfs))({ server: '127.0.0.1', path, client, versions });

  it('mount what the kernel’s server is told, under the folder’s own path', async () => {
    writeFileSync(join(folder, 'drydock.exports'), exportsLines([exported, open]));
    const kernel = { mode: 'kernel' };
    expect(await ask(kernel, '/srv/a b/tree/', '127.0.0.2')).to.deep.equal({
      outcome: 'mounted',
      folder: '/srv/a b/tree',
    });
    expect(await ask(kernel, '/srv/a b/tree/', '127.0.0.3')).to.include({ outcome: 'refused' });
    expect(await ask(kernel, '/srv/m/tree/', '127.0.0.3', [3])).to.include({ outcome: 'mounted' });
    expect(await ask(kernel, '/i/x/', '127.0.0.2')).to.include({ outcome: 'refused' });
  });

  it('mount what Ganesha is told, under the path of the grant; version 3 where it is served', async () => {
    mkdirSync(join(folder, 'state', 'nfs'), { recursive: true });
    writeFileSync(join(folder, 'state', 'nfs', 'ganesha.conf'), ganeshaConfig([exported, open]));
    const ganesha = { mode: 'ganesha' };
    expect(await ask(ganesha, '/i/x/', '127.0.0.2')).to.include({ outcome: 'mounted', folder: '/srv/a b/tree' });
    expect(await ask(ganesha, '/i/x/', '127.0.0.3')).to.include({ outcome: 'refused' });
    expect(await ask(ganesha, '/media/m/', '127.0.0.3')).to.include({ outcome: 'mounted' });
    expect(await ask(ganesha, '/i/x/', '127.0.0.2', [3])).to.include({ outcome: 'refused' });
    expect(await ask({ ...ganesha, version3: true }, '/i/x/', '127.0.0.2', [3])).to.include({ outcome: 'mounted' });
  });

  it('mount nothing before anything is exported, and nothing where NFS is off', async () => {
    expect(await ask({ mode: 'kernel' }, '/srv/m/tree/', '127.0.0.2')).to.include({ outcome: 'refused' });
    expect(await ask({ mode: 'off' }, '/srv/m/tree/', '127.0.0.2')).to.deep.equal({
      outcome: 'refused',
      reason: 'servers.nfs.mode is off here',
    });
  });
});
