import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { mediaReleases } from '../../../src/releases/media/find-media-release.js';
import { outcomeOf } from '../../support/media-in-memory.js';
import { matrixRows } from '../../support/media-matrix-rows.js';
import { brokenTreeinfoCases, brokenXsCases, packCases, releaseTree } from '../../support/media-release-matrix.js';

describe('Recognition of every release and every broken variant', () => {
  for (const release of mediaReleases) {
    it(`recognises a medium of ${release.name}, with its platform and nothing to complain about`, async () => {
      const { kind, medium } = await outcomeOf(await releaseTree(release));

      expect(kind).to.equal('recognised');
      expect(medium?.layout).to.equal(release.medium.layout);
      expect(medium?.product.version).to.equal(release.product);
      if (release.platform !== null) expect(medium?.target.platform).to.equal(release.platform);
      if (release.medium.layout === 'treeinfo')
        expect(medium?.target).to.deep.include({ xapi: '1.249.19', xen: '4.13.4-9.17.1', linux: '4.19.0+1' });
      else expect(medium?.target).to.deep.include({ xapi: null, xen: null });
    });
  }

  for (const { name, expected, code, tree } of [...packCases, ...brokenXsCases, ...brokenTreeinfoCases]) {
    it(`${expected}${code === undefined ? '' : ` with ${code}`}: ${name}`, async () => {
      const outcome = await outcomeOf(await tree());
      expect([outcome.kind, outcome.code], outcome.told).to.deep.equal([expected, code ?? null]);
    });
  }

  it('is what the tables of docs/media.md show (npm run docs)', async () => {
    const rows = JSON.parse(await readFile('test/fixtures/media/release-matrix.json', 'utf8')) as unknown;
    expect(JSON.parse(JSON.stringify(await matrixRows()))).to.deep.equal(rows);
  });

  it('tells the Linux pack of 5.6 from what is on the medium since 6.0', async () => {
    const warnings = async (version: string): Promise<string> =>
      (
        await outcomeOf(await releaseTree(mediaReleases.find(({ product }) => product === version)!))
      ).medium?.warnings.join() ?? '';
    expect(await warnings('5.6.0')).to.match(/ISO of its own.*--with/);
    expect(await warnings('6.2.0')).to.not.match(/ISO of its own/);
  });

  it('names everything that is missing at once', async () => {
    const all = brokenTreeinfoCases.find(({ name }) => name.startsWith('boot files, a key and packages'));
    const { told } = await outcomeOf(await all!.tree());
    for (const path of ['boot/vmlinuz', 'boot/xen.gz', 'RPM-GPG-KEY-synth', 'Packages/kernel-'])
      expect(told).to.contain(path);
  });
});
