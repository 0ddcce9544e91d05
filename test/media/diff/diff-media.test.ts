import { expect } from 'chai';
import { diffLines } from '../../../src/cli/output/diff-view.js';
import { isSame } from '../../../src/media/diff/compare-contents.js';
import { diffMedia } from '../../../src/media/diff-media.js';
import { importMedia } from '../../../src/media/import-media.js';
import { expectError, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { tree6 } from '../../support/media-release-trees.js';
import {
  syntheticTreeinfo,
  treeinfoTree,
  type FileTree,
  type SyntheticPackage,
} from '../../support/media-synthetic-tree.js';

const common: readonly SyntheticPackage[] = [
  { name: 'xcp-ng-deps', version: '8.3', content: 'deps' },
  { name: 'xen-hypervisor', version: '4.17.5', release: '4.1.synth', content: 'xen' },
];

describe('media diff', () => {
  const folder = temporaryFolder();

  async function put(id: string, tree: FileTree): Promise<void> {
    await importMedia({ source: await imageOf(folder(), tree), mediaCache: folder(), id });
  }

  const diff = (left: string, right: string): ReturnType<typeof diffMedia> =>
    diffMedia({ mediaCache: folder(), left, right });

  it('tells packages that were added, removed, upgraded, downgraded, and built again under the same version', async () => {
    const extra = (name: string, version: string, content = name): SyntheticPackage => ({ name, version, content });
    await put(
      'old',
      await treeinfoTree({
        packages: [
          ...common,
          extra('up', '1.9'),
          extra('down', '2.0'),
          extra('gone', '1.0'),
          extra('again', '1.0', 'one'),
        ],
      }),
    );
    await put(
      'new',
      await treeinfoTree({
        packages: [
          ...common,
          extra('up', '1.10'),
          extra('down', '2.0~rc1'),
          extra('more', '1.0'),
          extra('again', '1.0', 'two'),
        ],
      }),
    );

    const { packages } = await diff('old', 'new');
    expect(packages).to.deep.equal({
      added: [{ name: 'more.noarch', version: '1.0-1.synth' }],
      removed: [{ name: 'gone.noarch', version: '1.0-1.synth' }],
      changed: [
        { name: 'again.noarch', left: '1.0-1.synth', right: '1.0-1.synth', change: 'other-content' },
        { name: 'down.noarch', left: '2.0-1.synth', right: '2.0~rc1-1.synth', change: 'downgraded' },
        { name: 'up.noarch', left: '1.9-1.synth', right: '1.10-1.synth', change: 'upgraded' },
      ],
      unchanged: 2,
    });
  });

  it('compares the newest of a package that a medium holds more than once', async () => {
    const twice = [...common, { name: 'kernel', version: '4.19.1' }, { name: 'kernel', version: '4.19.20' }];
    await put('old', await treeinfoTree({ packages: [...common, { name: 'kernel', version: '4.19.19' }] }));
    await put('new', await treeinfoTree({ packages: twice }));

    expect((await diff('old', 'new')).packages?.changed).to.deep.equal([
      { name: 'kernel.noarch', left: '4.19.19-1.synth', right: '4.19.20-1.synth', change: 'upgraded' },
    ]);
  });

  it('tells what the media are, their groups, keys and boot files', async () => {
    const groups = { base: ['xcp-ng-deps'], old: ['xcp-ng-deps'] };
    await put('old', await treeinfoTree({ packages: common, groups }));
    const tree = await treeinfoTree({
      packages: common,
      groups: { base: ['xcp-ng-deps', 'xen-hypervisor'], new: ['xcp-ng-deps'] },
      treeinfo: syntheticTreeinfo
        .replaceAll('8.3.0', '8.3.1')
        .replace('key1 = RPM-GPG-KEY-synth', 'key1 = RPM-GPG-KEY-other'),
    });
    tree.set('RPM-GPG-KEY-other', tree.get('RPM-GPG-KEY-synth') ?? Buffer.alloc(0));
    tree.set('install.img', Buffer.from('another installer'));
    await put('new', tree);

    const found = await diff('old', 'new');
    expect(found.identity).to.deep.equal([{ what: 'product version', left: '8.3.0', right: '8.3.1' }]);
    expect(found.groups).to.deep.equal({
      added: ['new'],
      removed: ['old'],
      changed: [{ id: 'base', added: ['xen-hypervisor'], removed: [] }],
    });
    expect(found.keys).to.deep.equal({ added: ['RPM-GPG-KEY-other'], removed: ['RPM-GPG-KEY-synth'], changed: [] });
    expect(found.bootFiles).to.deep.equal({ added: [], removed: [], changed: ['install.img'] });
    expect(isSame(found)).to.equal(false);
  });

  it('finds no difference between two imports of the same tree', async () => {
    await put('one', await treeinfoTree());
    await importMedia({
      source: await imageOf(folder(), new Map([...(await treeinfoTree()), ['extra', Buffer.from('e')]])),
      mediaCache: folder(),
      id: 'two',
    });
    const found = await diff('one', 'two');
    expect(isSame(found)).to.equal(true);
    expect(diffLines(found)).to.include('no difference that a host would notice');
  });

  it('compares media of XS-REPOSITORY files by repository and file, and media of two layouts', async () => {
    await put('six-one', tree6('6.1.0', '1.6.10'));
    await put('six-two', tree6('6.2.0', '1.8.0'));
    await put('eight', await treeinfoTree());

    const { packages, identity } = await diff('six-one', 'six-two');
    expect(packages?.changed).to.deep.include({
      name: 'xs:main main.tar.bz2',
      left: '6.1.0-70446c',
      right: '6.2.0-70446c',
      change: 'upgraded',
    });
    expect(packages).to.deep.include({ added: [], removed: [], unchanged: 0 });
    expect(packages?.changed.find(({ name }) => name === 'xcp:main nic')?.change).to.equal('other-content');
    // 6.1 is no release with facts of its own, 6.2 is.
    expect(identity.map(({ what }) => what)).to.deep.equal(['product version', 'platform', 'release']);

    const across = await diff('six-two', 'eight');
    expect([across.packages?.added.length, across.packages?.removed.length, across.packages?.unchanged]).to.deep.equal([
      5, 5, 0,
    ]);
    expect(across.identity).to.deep.include({ what: 'layout', left: 'xs-repository', right: 'treeinfo' });
  });

  it('takes aliases, and says which of the two is not there', async () => {
    await importMedia({
      source: await imageOf(folder(), await treeinfoTree()),
      mediaCache: folder(),
      id: 'a',
      alias: 'current',
    });
    expect((await diff('current', 'a')).left.id).to.equal('a');
    await expectError(diff('a', 'none'), 'MEDIA_NOT_FOUND', /none/);
  });

  it('shows a table of the packages, and says where nothing has a repository', async () => {
    await put('old', await treeinfoTree({ packages: [...common, { name: 'up', version: '1.9' }] }));
    await put('new', await treeinfoTree({ packages: [...common, { name: 'up', version: '1.10' }] }));
    const found = await diff('old', 'new');

    const text = diffLines(found).join('\n');
    expect(text).to.match(/Packages: 0 added, 0 removed, 1 changed, 2 the same/);
    expect(text).to.match(/up\.noarch +upgraded +1\.9-1\.synth +1\.10-1\.synth/);
    expect(diffLines({ ...found, packages: null }).join('\n')).to.match(/neither medium has a repository/);
  });
});
