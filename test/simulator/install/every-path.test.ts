import { expect } from 'chai';
import type { MediaRequest } from '../../../src/installer/client-script.js';
import { releases } from '../../../src/releases/find-release.js';
import type { ReleaseFacts } from '../../../src/releases/release-facts.js';
import { compareVersions } from '../../../src/releases/versions.js';
import type { MediaTransportFactory } from '../../../src/simulator/world.js';
import { xmlMedium } from '../../support/installer-media.js';
import { memoryMedia, smallMedium, type MediumTree } from '../../support/simulator-media.js';
import { poolForTest, upgradeHost, type PoolForTest } from '../../support/simulator-pool.js';

/** A medium of the release, in the layout that its installer reads. */
function mediumOf({
  brand,
  productVersion: product,
  platform,
  xapiVersion: xapi,
  installer,
}: ReleaseFacts): MediumTree {
  const uefiOnly = installer.generation === 'xs9';
  if (installer.generation !== '5.6')
    return smallMedium({ brand, product, platform: platform.version, xapi, uefiOnly });
  const tree: MediumTree = new Map();
  for (const [path, body] of xmlMedium()) {
    tree.set(path, Buffer.from(body.toString().replace('1.9.9', platform.version).replaceAll('6.5.9', product)));
  }
  const packages = '<packages><package label="base" type="tbz2">base.tar.bz2</package></packages>';
  tree.set('packages.main/XS-PACKAGES', Buffer.from(packages));
  return tree.set('packages.main/base.tar.bz2', Buffer.from('archive'));
}

/** Upwards within a brand, and not further than the installer says. */
function leadsTo(from: ReleaseFacts, to: ReleaseFacts): boolean {
  return (
    from.brand === to.brand &&
    compareVersions(from.platform.version, to.platform.version) < 0 &&
    compareVersions(from.platform.version, to.installer.minimumPlatform) >= 0
  );
}

/** Media of XenServer 9 have no isolinux.cfg: media-and-clients.md 1.2, 2.1. */
function isRefusedByPlugin({ hostPlugin }: ReleaseFacts, { installer }: ReleaseFacts): boolean {
  return installer.generation === 'xs9' && !hostPlugin.generation.startsWith('plugin-3.0.');
}

describe('A host of every known release', () => {
  const all = Object.values(releases);
  for (const from of all) {
    for (const to of all.filter((candidate) => leadsTo(from, candidate))) {
      if (isRefusedByPlugin(from, to)) {
        it(`${from.name} does not become ${to.name} at once: its plugin asks for isolinux.cfg`, async () => {
          const test = await poolForTest({ hosts: 1, release: from.id, media: memoryMedia(mediumOf(to)) });
          const args = [test.hostRef(0), 'prepare_host_upgrade.py', 'main', { url: 'http://192.0.2.1/i/x/' }] as const;
          const [error, , , code] = await test.failure('host.call_plugin', ...args);
          const namesErrors = compareVersions(from.productVersion, '8.0.0') > 0;
          expect([error, code]).to.deep.equal(['XENAPI_PLUGIN_FAILURE', namesErrors ? 'NOT_FOUND' : 'INVALID_URL']);
          expect(test.pool.host(0).staged).to.equal(null);
        });
        continue;
      }
      it(`${from.name} becomes ${to.name} with a medium of its layout`, async () => {
        const test = await poolForTest({ hosts: 1, release: from.id, media: memoryMedia(mediumOf(to)) });
        await upgradeHost(test, 0);
        expect(test.events('installed')).to.have.length(1);
        const reported = test.pool.host(0).recordedVersion;
        expect(reported).to.include({ product_version: to.productVersion, platform_version: to.platform.version });
        for (const key of ['xapi', 'xapi_build']) expect(reported[key], key).to.equal(to.softwareVersion[key]);
        expect(test.pool.host(0)).to.include({ agent: 'coordinator', enabled: true });
        expect(test.events('simulator-defect')).to.deep.equal([]);
      });
    }
  }
});

describe('A host of XenServer 8 and a medium of XenServer 9', () => {
  const nine = mediumOf(releases['xenserver-9']);
  const url = 'http://192.0.2.1/i/x/';
  const callPlugin = (test: PoolForTest, fn: string): Parameters<PoolForTest['failure']> => [
    'host.call_plugin',
    ...[test.hostRef(0), 'prepare_host_upgrade.py', fn, { url }],
  ];

  it('has boot/xen.efi, and neither boot/xen.gz nor boot/isolinux (media-and-clients.md 1.2)', () => {
    const paths = [...nine.keys()].filter((path) => path.startsWith('boot/'));
    expect(paths.sort()).to.deep.equal(['boot/vmlinuz', 'boot/xen.efi']);
  });

  it('kept up to date, copies xen.efi and grub.cfg, and never asks for isolinux.cfg (changelog, 3.0.2 and 3.0.3)', async () => {
    const log: MediaRequest[] = [];
    const test = await poolForTest({ hosts: 1, release: 'xenserver-8', media: memoryMedia(nine, { log }) });
    expect(await test.call(...callPlugin(test, 'testUrl'))).to.equal('true');
    const asked = (): string[] => log.filter(({ client }) => client === 'plugin').map(({ path }) => path);
    expect(asked()).not.to.include('EFI/xenserver/grub.cfg');
    await upgradeHost(test, 0);
    expect(asked()).to.include.members(['boot/xen.efi', 'EFI/xenserver/grub.cfg']);
    expect(asked()).not.to.include('boot/isolinux/isolinux.cfg');
    expect(test.pool.host(0).recordedVersion).to.include({ product_version: '9.0.0' });
  });

  it('as released, refuses it in testUrl and main, and nothing is staged', async () => {
    const options = { hosts: [{ plugin: 'as-released' }], release: 'xenserver-8', media: memoryMedia(nine) } as const;
    const test = await poolForTest(options);
    for (const fn of ['testUrl', 'main']) {
      expect((await test.failure(...callPlugin(test, fn)))[3], fn).to.equal('NOT_FOUND');
    }
    expect(test.pool.host(0)).to.include({ staged: null, power: 'on' });
  });

  it('refuses it again where its own medium brought an older plugin than 3.0.2', async () => {
    const { productVersion: product, platform, brand, xapiVersion: xapi } = releases['xenserver-8'];
    for (const [plugin, code] of [
      ['3.0.0', 'NOT_FOUND'],
      ['3.0.2', undefined],
    ] as const) {
      let tree = smallMedium({ brand, product, platform: platform.version, xapi, plugin });
      const media: MediaTransportFactory = (...args) => memoryMedia(tree)(...args);
      const test = await poolForTest({ hosts: 1, release: 'xenserver-8.2.1', media });
      await upgradeHost(test, 0);
      expect(test.pool.host(0).recordedVersion).to.include({ product_version: '8.4.0' });
      tree = nine;
      if (code === undefined) expect(await test.call(...callPlugin(test, 'main'))).to.equal('true');
      else expect((await test.failure(...callPlugin(test, 'main')))[3]).to.equal(code);
    }
  });

  it('is given up half-way by 3.0.3 where grub.cfg is not on the medium, though testUrl agreed', async () => {
    const tree = new Map(nine);
    tree.delete('EFI/xenserver/grub.cfg');
    const test = await poolForTest({ hosts: 1, release: 'xenserver-8', media: memoryMedia(tree) });
    expect(await test.call(...callPlugin(test, 'testUrl'))).to.equal('true');
    expect((await test.failure(...callPlugin(test, 'main')))[3]).to.equal('ERROR_PREPARING_HOST');
  });

  it('is no medium without any hypervisor', async () => {
    const tree = new Map(nine);
    tree.delete('boot/xen.efi');
    const test = await poolForTest({ hosts: 1, release: 'xenserver-8', media: memoryMedia(tree) });
    expect((await test.failure(...callPlugin(test, 'testUrl')))[3]).to.equal('NOT_FOUND');
  });
});
