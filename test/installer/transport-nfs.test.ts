import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { runClientScript, type MediaRequest } from '../../src/installer/client-script.js';
import { pluginTestUrl } from '../../src/installer/plugin.js';
import { installerProfile, packageManagerProfile, pluginProfile } from '../../src/installer/profiles.js';
import { openMediaTransport } from '../../src/installer/transports/open-transport.js';
import type { NfsMountAnswer, NfsMountRequest } from '../../src/installer/transports/nfs.js';
import { unattendedInstall } from '../../src/installer/unattended-install.js';
import { releases } from '../../src/releases/find-release.js';
import { modernMedium } from '../support/installer-media.js';

const profile = pluginProfile('2.3.5');

const wants = (path: string, mode: 'probe' | 'read' = 'read'): MediaRequest => ({
  ...{ path, mode, retries: 0, session: 0 },
  phase: 'stage',
  client: 'plugin',
});

describe('Media over NFS', () => {
  let folder: string;
  let asked: NfsMountRequest[];
  let answer: NfsMountAnswer;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-nfs-transport-'));
    for (const [path, body] of modernMedium()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), body, { mode: 0o644 });
    }
    asked = [];
    answer = { outcome: 'mounted', folder };
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (url = 'nfs://192.0.2.1:/i/x/', used = profile) =>
    openMediaTransport(url, used, {
      nfs: {
        client: '192.0.2.10',
        mounts: (request) => {
          asked.push(request);
          return Promise.resolve(answer);
        },
      },
    });

  it('hands what follows nfs:// to the mount: server, colon and path, undecoded, with the host’s own address', async () => {
    await open('nfs://192.0.2.1:/i/a%20b/').request(wants('install.img'));
    expect(asked).to.deep.equal([{ server: '192.0.2.1', path: '/i/a%20b/', client: '192.0.2.10', versions: [4, 3] }]);
  });

  for (const url of ['nfs://192.0.2.1/i/x/', 'nfs://192.0.2.1:2049/i/x/', 'nfs://192.0.2.1:', 'nfs:///i/x/']) {
    it(`mounts nothing from ${url}`, async () => {
      expect(await open(url).request(wants('install.img'))).to.include({ outcome: 'failed' });
      expect(asked).to.deep.equal([]);
    });
  }

  it('gives files whole, and their size to a probe', async () => {
    const read = await open().request(wants('boot/xen.gz'));
    expect(read.outcome === 'found' && Buffer.from(read.body!).toString()).to.equal('content of boot/xen.gz');
    expect(await open().request(wants('boot/xen.gz', 'probe'))).to.deep.equal({ outcome: 'found', size: 22 });
  });

  it('misses what is not there, outside of the export, or not for everybody’s eyes', async () => {
    expect(await open().request(wants('nothing'))).to.deep.equal({ outcome: 'missing', status: 404 });
    expect(await open().request(wants('../outside'))).to.deep.equal({ outcome: 'missing', status: 404 });
    chmodSync(join(folder, 'install.img'), 0o640);
    expect(await open().request(wants('install.img'))).to.deep.equal({ outcome: 'missing', status: 403 });
  });

  it('is gone at once when the export is withdrawn', async () => {
    const transport = open();
    expect(await transport.request(wants('install.img'))).to.include({ outcome: 'found' });
    answer = { outcome: 'refused', reason: 'access denied by server' };
    expect(await transport.request(wants('install.img'))).to.deep.equal({
      outcome: 'failed',
      reason: 'access denied by server',
    });
  });

  it('is mounted by version 3 alone on hosts and installers up to 6.5 (media-and-clients.md 2.3)', () => {
    for (const generation of ['2012-06', '2013-10', '2016-05'] as const) {
      expect(pluginProfile(generation).nfsVersions, generation).to.deep.equal([3]);
    }
    for (const generation of ['2016-11', '2.3.5', '3.0.4'] as const) {
      expect(pluginProfile(generation).nfsVersions, generation).to.deep.equal([4, 3]);
    }
    const { installer } = releases['xenserver-7.6'];
    const old = { installer: { ...installer, generation: '5.6' as const } };
    expect(installerProfile(old).nfsVersions).to.deep.equal([3]);
    expect(packageManagerProfile(releases['xcp-ng-8.3']).nfsVersions).to.deep.equal([4, 3]);
  });

  it('carries testUrl and a whole installation', async () => {
    const run = { generation: '2.3.5', hostPlatformVersion: '3.2.1' } as const;
    expect(await runClientScript(pluginTestUrl(run), open())).to.include({ ok: true, platformVersion: '3.4.0' });
    const verdict = await runClientScript(unattendedInstall({ release: releases['xcp-ng-8.3'] }), open());
    expect(verdict).to.include({ outcome: 'installed' });
    answer = { outcome: 'refused', reason: 'access denied by server' };
    expect(await runClientScript(pluginTestUrl(run), open())).to.deep.equal({ ok: false, code: 'INVALID_URL' });
  });

  it('is an address that nobody knows where nobody stands for the server', () => {
    const opening = (): unknown => openMediaTransport('nfs://192.0.2.1:/i/x/', profile);
    expect(opening).to.throw().with.property('code', 'INSTALL_URL_UNSUPPORTED');
  });
});
