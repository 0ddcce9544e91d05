import { expect } from 'chai';
import { packageOfFileName } from '../../../src/media/recognise/package-file-name.js';
import { outcomeOf } from '../../support/media-in-memory.js';
import { putXsRepository, tree6, type XsPackageSpec } from '../../support/media-release-trees.js';
import { treeinfoTree, type SyntheticPackage } from '../../support/media-synthetic-tree.js';

describe('The versions that a host will show', () => {
  const target = async (packages: readonly SyntheticPackage[]) =>
    (await outcomeOf(await treeinfoTree({ packages: [...packages, { name: 'xcp-ng-deps' }] }))).medium?.target;

  for (const [release, expected] of [
    ['4.xs8', '4.17.3-4'],
    ['10.23', '4.17.3-10.23'],
    ['10.23.xs8', '4.17.3-10.23'],
    ['3.el7.centos', '4.17.3-3'],
    ['9.40.1.xcpng8.2', '4.17.3-9.40.1'],
    ['4.1.xcpng8.3', '4.17.3-4.1'],
    ['4.xcpng8.3', '4.17.3-4'],
    ['rebuilt', '4.17.3'],
  ] as const) {
    it(`have Xen ${expected} for the package 4.17.3-${release}`, async () => {
      expect((await target([{ name: 'xen-hypervisor', version: '4.17.3', release }]))?.xen).to.equal(expected);
    });
  }

  it('are those of the newest of each package, as rpm compares them', async () => {
    const found = await target([
      { name: 'xapi-core', version: '24.9.0' },
      { name: 'xapi-core', version: '24.19.2' },
      { name: 'xapi-core', version: '24.19.2~rc1' },
      { name: 'kernel', version: '4.19.19', release: '8.1', provides: { 'kernel-uname-r': '4.19.0+1' } },
      { name: 'kernel', version: '4.19.19', release: '10.1', provides: { 'kernel-uname-r': '4.19.0+2' } },
      { name: 'kernel-alt', version: '5.0', provides: { 'kernel-uname-r': '5.0.0' } },
    ]);
    expect([found?.xapi, found?.linux]).to.deep.equal(['24.19.2', '4.19.0+2']);
  });

  it('are not known where no package tells them', async () => {
    expect(await target([{ name: 'kernel', version: '4.19.19' }])).to.deep.include({
      xapi: null,
      xen: null,
      linux: null,
    });
  });

  it('come from RPM file names and drivers on media of 5.6 to 6.5, as far as there are any', async () => {
    const of = async (packages: readonly XsPackageSpec[]) => {
      const tree = tree6('6.5.0', '1.9.0');
      putXsRepository(tree, {
        folder: 'packages.main',
        identifier: 'xcp:main',
        product: 'XCP',
        version: '1.9.0',
        packages,
      });
      return (await outcomeOf(tree)).medium?.target;
    };
    const driver = (kernel: string, file: string): XsPackageSpec => ({ file, type: 'driver-rpm', kernel });
    expect(
      await of([
        { file: 'xapi-core-1.3-1.x86_64.rpm', type: 'rpm' },
        { file: 'xen-hypervisor-4.4.1-7.el5.x86_64.rpm', type: 'rpm' },
        driver('3.10.0+2', 'a-1-1.noarch.rpm'),
        driver('any', 'b-1-1.noarch.rpm'),
      ]),
    ).to.deep.include({ xapi: '1.3', xen: '4.4.1-7', linux: '3.10.0+2' });
    const two = await of([driver('3.10.0+2', 'a-1-1.noarch.rpm'), driver('3.10.0+3', 'b-1-1.noarch.rpm')]);
    expect(two).to.deep.include({ xapi: null, xen: null, linux: null });
  });

  it('read the name of an RPM file from its end', () => {
    expect(packageOfFileName('a/xen-dom0-tools-4.13.4-9.17.x86_64.rpm')).to.deep.equal({
      ...{ name: 'xen-dom0-tools', epoch: '0', version: '4.13.4', release: '9.17' },
    });
    expect(packageOfFileName('base.tar.bz2')).to.equal(undefined);
    expect(packageOfFileName('readme.rpm')).to.equal(undefined);
  });
});
