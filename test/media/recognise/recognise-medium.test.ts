import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { importMedia, type ImportOutcome } from '../../../src/media/import-media.js';
import { inspectSource } from '../../../src/media/inspect-source.js';
import { expectError, expectNothingLeft, imageOf, temporaryFolder } from '../../support/media-cases.js';
import {
  addRepository,
  addXsRepository,
  syntheticTreeinfo,
  treeinfoTree,
  xsRepositoryTree,
  type FileTree,
  type SyntheticOptions,
} from '../../support/media-synthetic-tree.js';

const groups = { xenserver_base: ['xapi-core'], xenserver_dom0: ['kernel'] };
const serverTreeinfo = syntheticTreeinfo.replaceAll('Synth-ng', 'XenServer').replaceAll('8.3.0', '8.4.0');

describe('Recognising install media', () => {
  const folder = temporaryFolder();

  async function importTree(tree: FileTree): Promise<ImportOutcome> {
    return importMedia({ source: await imageOf(folder(), tree), mediaCache: folder() });
  }

  async function refused(
    tree: FileTree,
    code: Parameters<typeof expectError>[1],
    text?: RegExp,
  ): ReturnType<typeof expectError> {
    const error = await expectError(importTree(tree), code, text);
    await expectNothingLeft(folder());
    return error;
  }

  const without = async (paths: readonly string[], options?: SyntheticOptions): Promise<FileTree> => {
    const tree = await treeinfoTree(options);
    for (const path of paths) tree.delete(path);
    return tree;
  };

  it('knows a medium of 7.0 and later, its release and the versions that a host will show', async () => {
    const { manifest } = await importTree(await treeinfoTree());

    expect(manifest.layout).to.equal('treeinfo');
    expect(manifest.release).to.equal('xcp-ng-8.3');
    expect(manifest.target).to.deep.equal({
      product: '8.3.0',
      build: 'cloud',
      platform: '3.4.0',
      xapi: '24.19.2',
      xen: '4.17.5-4.1',
      linux: '4.19.0+1',
    });
    expect(manifest.verified).to.deep.include({ packages: 5, metadata: 2, signature: 'good' });
  });

  it('gives each file its role, and says by what it was verified', async () => {
    const { manifest } = await importTree(await treeinfoTree());
    const role = Object.fromEntries(
      manifest.files.map((file) => [file.path.replace(/[0-9a-f]{64}/, 'DIGEST'), `${file.role} ${file.verifiedBy}`]),
    );

    expect(role).to.deep.equal({
      '.treeinfo': 'discovery none',
      'EFI/xenserver/grub.cfg': 'boot none',
      EULA: 'discovery none',
      'Packages/kernel-4.19.19-1.synth.noarch.rpm': 'package package-metadata',
      'Packages/libstdc++-4.8.5-1.synth.noarch.rpm': 'package package-metadata',
      'Packages/xapi-core-24.19.2-1.synth.noarch.rpm': 'package package-metadata',
      'Packages/xcp-ng-deps-8.3-1.synth.noarch.rpm': 'package package-metadata',
      'Packages/xen-hypervisor-4.17.5-4.1.synth.noarch.rpm': 'package package-metadata',
      'RPM-GPG-KEY-synth': 'key none',
      'boot/isolinux/isolinux.cfg': 'boot none',
      'boot/vmlinuz': 'boot none',
      'boot/xen.gz': 'boot none',
      'install.img': 'boot none',
      'repodata/DIGEST-primary.xml.gz': 'metadata repomd',
      'repodata/repomd.xml': 'discovery signature',
      'repodata/repomd.xml.asc': 'metadata none',
    });
  });

  it('knows a medium of 5.6 to 6.5', async () => {
    const { manifest } = await importTree(xsRepositoryTree());

    expect(manifest.layout).to.equal('xs-repository');
    expect(manifest.id).to.equal('xenserver-6.2.0');
    expect(manifest.platform).to.deep.equal({ name: 'XCP', version: '1.8.0' });
    expect(manifest.files.filter((file) => file.verifiedBy === 'xs-packages')).to.have.length(2);
    expect(manifest.files.find((file) => file.path === 'packages.xs/XS-REPOSITORY')?.role).to.equal('discovery');
  });

  it('knows supplemental packs of both kinds', async () => {
    const pack: FileTree = new Map();
    pack.set('update.xml', Buffer.from('<update name-label="pack" uuid="u" version="1.0" control="control-pack"/>'));
    await addRepository(pack, { packages: [{ name: 'control-pack' }, { name: 'update-pack' }], signed: false });
    expect((await importTree(pack)).summary).to.deep.include({ id: 'pack-1.0', layout: 'supplemental-pack' });

    const old: FileTree = new Map();
    addXsRepository(
      old,
      '',
      { originator: 'example', name: 'oldpack', product: 'XenServer', version: '2.0' },
      { 'a.tar.bz2': 'a' },
    );
    expect((await importTree(old)).summary).to.deep.include({ id: 'oldpack-2.0', layout: 'supplemental-pack' });
  });

  it('refuses a pack without its control package', async () => {
    const pack: FileTree = new Map();
    pack.set('update.xml', Buffer.from('<update name-label="pack" uuid="u" version="1.0" control="control-pack"/>'));
    await addRepository(pack, { packages: [{ name: 'update-pack' }], signed: false });
    await refused(pack, 'MEDIA_INCOMPLETE', /control-pack/);
  });

  it('says what it looked for, found and missed in an image that is no install medium', async () => {
    const error = await refused(
      new Map([['readme.txt', Buffer.from('hello')]]),
      'MEDIA_NOT_RECOGNISED',
      /another disc/,
    );
    expect(error.details.data).to.deep.include({ found: [] });
    expect(error.details.data?.['missing']).to.include('.treeinfo');
    expect(error.exitCode).to.equal(3);
  });

  it('tells a netinstall image from a full one', async () => {
    const tree = await treeinfoTree();
    for (const path of [...tree.keys()]) if (/^(\.treeinfo|repodata|Packages)/.test(path)) tree.delete(path);
    await refused(tree, 'MEDIA_NETINSTALL', /without a repository/);
  });

  it('refuses a repository without .treeinfo: installers fail on it after they formatted the disk', async () => {
    await refused(await without(['.treeinfo']), 'MEDIA_NOT_RECOGNISED', /without \.treeinfo/);
  });

  for (const path of [
    'install.img',
    'boot/vmlinuz',
    'boot/xen.gz',
    'boot/isolinux/isolinux.cfg',
    'repodata/repomd.xml',
    'RPM-GPG-KEY-synth',
    'repodata/repomd.xml.asc',
  ]) {
    it(`refuses a medium without ${path}`, async () => {
      const error = await refused(await without([path]), 'MEDIA_INCOMPLETE', new RegExp(path.replaceAll('.', '\\.')));
      expect(error.details.data?.['missing']).to.deep.equal([path]);
    });
  }

  it('refuses a medium that lacks a package its metadata names', async () => {
    await refused(await without(['Packages/kernel-4.19.19-1.synth.noarch.rpm']), 'MEDIA_INCOMPLETE', /kernel/);
  });

  it('refuses a medium of XCP-ng without xcp-ng-deps, and one of XenServer without its groups', async () => {
    const packages = [{ name: 'other' }];
    await refused(
      await treeinfoTree({ packages, treeinfo: syntheticTreeinfo.replaceAll('Synth-ng', 'XCP-ng') }),
      'MEDIA_INCOMPLETE',
      /package xcp-ng-deps/,
    );
    await refused(
      await treeinfoTree({ packages, treeinfo: serverTreeinfo, groups: { xenserver_base: [] } }),
      'MEDIA_INCOMPLETE',
      /group xenserver_dom0/,
    );
  });

  it('takes a medium of XenServer by its groups', async () => {
    const { manifest } = await importTree(await treeinfoTree({ treeinfo: serverTreeinfo, groups }));
    expect(manifest.release).to.equal('xenserver-8');
  });

  it('asks a UEFI-only medium for grub.cfg instead of isolinux.cfg', async () => {
    const tree = await without(['boot/isolinux/isolinux.cfg', 'boot/xen.gz']);
    tree.set('boot/xen.efi', Buffer.from('efi'));
    expect((await importTree(tree)).manifest.files.find((file) => file.path === 'boot/xen.efi')?.role).to.equal('boot');
  });

  it('warns of [system-v1] alone, naming the hosts that will refuse the medium', async () => {
    const treeinfo = syntheticTreeinfo.slice(syntheticTreeinfo.indexOf('[system-v1]'));
    const { summary } = await importTree(await treeinfoTree({ treeinfo }));
    expect(summary.warnings.join()).to.match(/system-v1.*XenServer 7\.0 to 8\.2, XCP-ng 7\.4 to 8\.2.*INVALID_URL/);
  });

  it('warns of a list of repositories beside .treeinfo', async () => {
    const tree = await treeinfoTree();
    tree.set('XS-REPOSITORY-LIST', Buffer.from('packages.extra\n'));
    expect((await importTree(tree)).summary.warnings.join()).to.match(/XS-REPOSITORY-LIST/);
  });

  it('warns of a group member that is not on the medium', async () => {
    const { summary } = await importTree(await treeinfoTree({ groups: { ...groups, drivers: ['missing-driver'] } }));
    expect(summary.warnings.join()).to.match(/drivers.*missing-driver/);
  });

  it('refuses digests and compressions that installers cannot check', async () => {
    const changeRepomd = (xml: string): string => xml.replaceAll('type="sha256"', 'type="sha512"');
    await refused(await treeinfoTree({ changeRepomd }), 'MEDIA_DIGEST_UNSUPPORTED', /sha512/);
    const changePrimary = (xml: string): string => xml.replace('type="sha256"', 'type="md5"');
    await refused(await treeinfoTree({ changePrimary }), 'MEDIA_DIGEST_UNSUPPORTED', /md5/);
  });

  it('refuses a list of packages that differs from repomd.xml', async () => {
    const changeRepomd = (xml: string): string =>
      xml.replace(/(<data type="primary"><checksum type="sha256">)[0-9a-f]{64}/, `$1${'0'.repeat(64)}`);
    await refused(await treeinfoTree({ changeRepomd }), 'MEDIA_DIGEST_MISMATCH', /primary/);
  });

  for (const [path, message] of [
    ['XS-REPOSITORY-LIST', /XS-REPOSITORY-LIST/],
    ['packages.xs/XS-PACKAGES', /packages\.xs\/XS-PACKAGES/],
    ['packages.main/base.tar.bz2', /base\.tar\.bz2/],
    ['boot/xen.gz', /xen\.gz/],
  ] as const) {
    it(`refuses a medium of 6.x without ${path}`, async () => {
      const tree = xsRepositoryTree();
      tree.delete(path);
      await refused(tree, 'MEDIA_INCOMPLETE', message);
    });
  }

  it('refuses a medium of 6.x without xs:main', async () => {
    const tree = xsRepositoryTree();
    tree.set('XS-REPOSITORY-LIST', Buffer.from('packages.main\n'));
    await refused(tree, 'MEDIA_NOT_RECOGNISED', /xs:main/);
  });

  it('refuses an image with nothing but plain names, and still inspects it', async () => {
    const source = await imageOf(folder(), [{ path: 'treeinfo.txt', content: 't' }], { rockRidge: false });
    await expectError(importMedia({ source, mediaCache: folder() }), 'MEDIA_ISO_UNSUPPORTED', /plain/);

    const inspection = await inspectSource({ source, sha256: true });
    expect(inspection.names).to.equal('plain');
    expect(inspection.refusal?.code).to.equal('MEDIA_ISO_UNSUPPORTED');
    expect(inspection.entries).to.deep.equal([{ path: 'TREEINFO.TXT', kind: 'file', size: 1, target: null }]);
    expect(inspection.source.sha256).to.match(/^[0-9a-f]{64}$/);
  });

  it('inspects a medium without importing it', async () => {
    const source = await imageOf(folder(), await treeinfoTree());
    const { medium, refusal } = await inspectSource({ source });

    expect(refusal).to.equal(null);
    expect(medium).to.deep.include({ layout: 'treeinfo', release: 'xcp-ng-8.3', packages: 5, signature: 'good' });
    expect((await readFile(source)).length).to.be.greaterThan(0);
    await expectNothingLeft(folder());
  });
});
