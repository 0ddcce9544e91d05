import { expect } from 'chai';
import { runClientScript, type MediaRequest } from '../../src/installer/client-script.js';
import { unattendedInstall, type InstallerRelease } from '../../src/installer/unattended-install.js';
import { releases } from '../../src/releases/find-release.js';
import { readHttpTrace, requestsOf } from '../support/traces.js';
import { modernMedium, xmlMedium, type Tree } from '../support/installer-media.js';

const packagesXml =
  '<packages><package label="base" type="tbz2" size="1" md5="0" root="/">base.tar.bz2</package>' +
  '<package label="driver" type="driver-rpm" size="1" md5="0" kernel="any">synth-driver-2.0-1.noarch.rpm</package></packages>';

function mediumWithPackages(): Tree {
  const tree = xmlMedium();
  for (const directory of ['packages.main', 'packages.xs', 'packages.transfer']) addPackages(tree, directory);
  return tree;
}

function addPackages(tree: Tree, directory: string): void {
  tree.set(`${directory}/XS-PACKAGES`, Buffer.from(packagesXml));
  tree.set(`${directory}/base.tar.bz2`, Buffer.from('an archive with another digest than the list names'));
  tree.set(`${directory}/synth-driver-2.0-1.noarch.rpm`, Buffer.from('a driver'));
}

const release = (generation: '5.6' | '7.0'): InstallerRelease => ({
  ...releases['xenserver-7.6'],
  installer: { ...releases['xenserver-7.6'].installer, generation },
});

async function install(tree: Tree, installer: InstallerRelease) {
  const asked: MediaRequest[] = [];
  const verdict = await runClientScript(unattendedInstall({ release: installer, hostPlatformVersion: '1.8.0' }), {
    request: (request) => {
      asked.push(request);
      const body = tree.get(request.path);
      if (body === undefined) return Promise.resolve({ outcome: 'missing', status: 404 });
      return Promise.resolve({ outcome: 'found', size: body.length, body });
    },
    close: () => Promise.resolve(),
  });
  const packages = asked.filter(({ path }) => /bz2$|rpm$/.test(path));
  return { verdict, packages, asked };
}

describe('An installer up to 6.5 (host-installer before 2016: backend.py, repository.py)', () => {
  it('installs repository by repository in the order of the recorded verification, packages.main twice', async () => {
    const { verdict, packages } = await install(mediumWithPackages(), release('5.6'));
    const verified = requestsOf(readHttpTrace('installer-6.2.verify.xs-repository')).filter(
      ({ step }) => step === 'verify',
    );
    expect(packages.map(({ path }) => path)).to.deep.equal(verified.map(({ path }) => path));
    expect(verdict).to.deep.include({ outcome: 'installed' });
  });

  it('reports the platform of xcp:main and the product of xs:main', async () => {
    const { verdict } = await install(mediumWithPackages(), release('5.6'));
    expect(verdict.outcome === 'installed' && verdict.versions).to.include({
      platformVersion: '1.9.9',
      productVersion: '6.5.9',
    });
  });

  it('asks for each package once, and is lost when it does not get it', async () => {
    const tree = mediumWithPackages();
    tree.delete('packages.xs/base.tar.bz2');
    const { verdict, packages } = await install(tree, release('5.6'));
    expect(packages.every(({ retries }) => retries === 0)).to.equal(true);
    expect(verdict).to.deep.equal({
      outcome: 'failed-after-disk',
      reason: 'missing-file',
      missing: 'packages.xs/base.tar.bz2',
    });
  });

  it('takes any repository before the disk, and misses the main one after it', async () => {
    const tree = mediumWithPackages();
    for (const directory of ['packages.main', 'packages.xs']) tree.delete(`${directory}/XS-REPOSITORY`);
    expect((await install(tree, release('5.6'))).verdict).to.deep.equal({
      outcome: 'failed-after-disk',
      reason: 'no-main-repository',
    });
    tree.delete('packages.transfer/XS-REPOSITORY');
    expect((await install(tree, release('5.6'))).verdict.outcome).to.equal('refused-before-disk');
  });
});

describe('The installer of 7.0', () => {
  it('installs old packs that XS-REPOSITORY-LIST names after the modern packages', async () => {
    const tree = modernMedium({ platformVersion: '2.1.0', productVersion: '7.0.0' });
    tree.set('XS-REPOSITORY-LIST', Buffer.from('pack\n'));
    const repository =
      '<repository originator="xs" name="pack" product="XenServer" version="1.0"><description>x</description></repository>';
    tree.set('pack/XS-REPOSITORY', Buffer.from(repository));
    addPackages(tree, 'pack');
    const { verdict, packages } = await install(tree, release('7.0'));
    expect(packages.at(-1)?.path).to.equal('pack/synth-driver-2.0-1.noarch.rpm');
    expect(packages[0]?.path).to.match(/^Packages\//);
    expect(verdict.outcome === 'installed' && verdict.packages).to.include.members(['base', 'driver']);
    tree.delete('pack/base.tar.bz2');
    expect((await install(tree, release('7.0'))).verdict).to.include({ outcome: 'failed-after-disk' });
  });

  it('is ignored by later installers: they know packs by update.xml alone', async () => {
    const tree = modernMedium({ platformVersion: '2.7.0', productVersion: '7.6.0' });
    tree.set('XS-REPOSITORY-LIST', Buffer.from('pack\n'));
    const { asked } = await install(tree, releases['xenserver-7.6']);
    expect(asked.some(({ path }) => path === 'XS-REPOSITORY-LIST')).to.equal(false);
  });
});
