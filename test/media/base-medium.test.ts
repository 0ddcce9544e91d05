import { expect } from 'chai';
import { findMedium } from '../../src/controller/medium-of.js';
import { openCatalogue } from '../../src/media/store/open-catalogue.js';
import { importMedia } from '../../src/media/import-media.js';
import { mediaReleases } from '../../src/releases/media/find-media-release.js';
import { releaseTree } from '../support/media-release-matrix.js';
import { expectError, imageOf, temporaryFolder } from '../support/media-cases.js';
import { addRepository, treeinfoTree, type FileTree } from '../support/media-synthetic-tree.js';

describe('A pack in place of a base medium', () => {
  const folder = temporaryFolder();

  async function put(tree: FileTree, id: string): Promise<void> {
    await importMedia({ source: await imageOf(folder(), tree), mediaCache: folder(), id });
  }

  it('is refused for a check, a plan or a run, and told what it is and which release it is for', async () => {
    const pack: FileTree = new Map();
    pack.set(
      'update.xml',
      Buffer.from('<update name-label="XS71E012" uuid="u" version="1.0" control="control-XS71E012"/>'),
    );
    await addRepository(pack, { packages: [{ name: 'control-XS71E012' }, { name: 'update-XS71E012' }], signed: false });
    await put(pack, 'hotfix');

    const error = await expectError(
      findMedium(openCatalogue(folder()), 'hotfix'),
      'MEDIA_NOT_A_BASE',
      /a hotfix or cumulative update \(XS71E012 1\.0\), which is for XenServer 7\.1/,
    );
    expect(error.remedy).to.match(/base installation medium/);
  });

  it('is not what a base medium is', async () => {
    await put(await treeinfoTree(), 'base');
    expect((await findMedium(openCatalogue(folder()), 'base')).release?.id).to.equal('xcp-ng-8.3');
  });

  it('tells from where the installer of every described release upgrades', async () => {
    const rule = async (product: string): Promise<unknown> => {
      const release = mediaReleases.find((one) => one.brand === 'XenServer' && one.product === product)!;
      await put(await releaseTree(release), `m-${product}`);
      return (await findMedium(openCatalogue(folder()), `m-${product}`)).release;
    };
    expect(await rule('7.1.0')).to.deep.equal({
      ...{ id: 'xenserver-7.1', name: 'XenServer 7.1', minimumPlatform: '1.0.99', minimumProduct: null },
    });
    expect(await rule('6.5.0')).to.deep.include({
      name: 'XenServer 6.5',
      minimumPlatform: null,
      minimumProduct: '5.6.0',
    });
    expect(await rule('8.4.0')).to.deep.include({ id: 'xenserver-8' });
  });
});
