import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importMedia } from '../../../src/media/import-media.js';
import { repairMedium, type RepairOptions } from '../../../src/media/repair-medium.js';
import { markInUse } from '../../../src/media/store/in-use.js';
import { openCatalogue } from '../../../src/media/store/open-catalogue.js';
import { damagedMedia } from '../../../src/media/damaged-media.js';
import { verifyMedium } from '../../../src/media/verify-medium.js';
import { OpenFiles } from '../../../src/servers/site/open-files.js';
import { mediumResolution } from '../../../src/servers/site/medium-tree.js';
import { unobserved } from '../../../src/servers/site/resolution.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { expectError, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { linuxPackTree, tree56 } from '../../support/media-release-trees.js';
import { writeTree } from '../../support/media-sources.js';
import { treeinfoTree, treeSpecs, type FileTree } from '../../support/media-synthetic-tree.js';
import { tarOfTree } from '../../support/media-tar-writer.js';
import { zipOf } from '../../support/media-zip-writer.js';

const id = 'synth-ng-8.3.0';

describe('Repairing a medium', () => {
  const folder = temporaryFolder();
  const cache = (name = 'cache'): string => join(folder(), name);
  const fileOf = (path: string, medium = id, name = 'cache'): string =>
    join(cache(name), 'v1', 'media', medium, 'tree', path);
  let source = '';

  const repair = (options: Partial<RepairOptions> = {}): ReturnType<typeof repairMedium> =>
    repairMedium({ mediaCache: cache(), id, source, ...options });
  const verify = (medium = id, name = 'cache'): ReturnType<typeof verifyMedium> =>
    verifyMedium({ mediaCache: cache(name), id: medium });
  const whole = { damaged: [], missing: [], extra: [] };

  beforeEach(async () => {
    const specs = [
      ...treeSpecs(await treeinfoTree({ packages: [{ name: 'xcp-ng-deps' }, { name: 'kernel' }] })),
      { path: 'twin', content: '', sameAs: 'EULA' },
      { path: 'empty', content: '' },
      { path: 'hollow/inner', folder: true as const },
    ];
    source = await imageOf(folder(), specs);
    await importMedia({ source, mediaCache: cache() });
  });

  it('puts back what is damaged or missing, and removes what does not belong there', async () => {
    await truncate(fileOf('install.img'), 100);
    await rm(fileOf('Packages'), { recursive: true });
    await rm(fileOf('empty'));
    await rm(fileOf('hollow'), { recursive: true });
    await rm(fileOf('boot/vmlinuz'));
    await mkdir(fileOf('boot/vmlinuz'));
    await writeFile(fileOf('boot/vmlinuz/inside'), '');
    await writeFile(fileOf('NOTES'), 'mine');
    expect(await damagedMedia({ mediaCache: cache() })).to.deep.equal([]);
    const lost = (await verify()).missing;
    expect(await damagedMedia({ mediaCache: cache() })).to.deep.equal([id]);
    expect(lost.length).to.be.greaterThan(2);

    const outcome = await repair({ clock: new VirtualClock(5_000) });
    expect(outcome).to.deep.include({ id, generation: 2, alsoRepaired: [], removed: ['NOTES', 'boot/vmlinuz/inside'] });
    expect(outcome.repaired).to.have.members(['install.img', 'boot/vmlinuz', ...lost]);
    expect(await damagedMedia({ mediaCache: cache() })).to.deep.equal([]);
    expect(await verify()).to.deep.include({ ...whole, generation: 2 });
    expect((await stat(fileOf('hollow/inner'))).isDirectory()).to.equal(true);
    expect((await stat(fileOf('install.img'))).mode & 0o777).to.equal(0o644);
  });

  it('takes them from whatever can be imported: a folder, a zip archive, an image in one, a stream', async () => {
    const tree = await treeOf(fileOf(''));
    await writeTree(join(folder(), 'unpacked'), tree);
    await writeFile(join(folder(), 'tree.zip'), zipOf(tree));
    await writeFile(join(folder(), 'image.zip'), zipOf(new Map([['a.iso', await readFile(source)]])));
    await writeFile(join(folder(), 'tree.tar'), tarOfTree(tree));
    for (const [index, name] of ['unpacked', 'tree.zip', 'image.zip', 'tree.tar'].entries()) {
      await truncate(fileOf('install.img'), 100);
      await rm(fileOf('empty'));
      await rm(fileOf('twin'));
      const outcome = await repair({ source: join(folder(), name) });
      expect(outcome, name).to.deep.include({ generation: index + 2, repaired: ['empty', 'install.img', 'twin'] });
      expect(await verify(), name).to.deep.include(whole);
    }
  });

  it('takes what was merged into it from where that came from', async () => {
    const image = async (name: string, tree: FileTree): Promise<string> => {
      await mkdir(join(folder(), name));
      return imageOf(join(folder(), name), tree);
    };
    const sources = { source: await image('base', tree56()), with: [await image('pack', linuxPackTree())] };
    await importMedia({ ...sources, mediaCache: cache(), id: 'merged' });
    const names = ['install.img', 'packages.linux/XS-PACKAGES'];
    for (const name of names) await truncate(fileOf(name, 'merged'), 1);

    await expectError(repair({ id: 'merged', source: sources.source }), 'MEDIA_REPAIR_IMPOSSIBLE', /packages\.linux/);
    expect(await repair({ id: 'merged', ...sources })).to.deep.include({ repaired: names });
    expect(await verify('merged')).to.deep.include(whole);
  });

  it('leaves a medium that is whole as it is, and says so', async () => {
    const before = await stat(fileOf('install.img'));
    const outcome = await repair({ source: join(folder(), 'not even there') });
    expect(outcome).to.deep.equal({ id, generation: 1, repaired: [], removed: [], alsoRepaired: [] });
    expect((await stat(fileOf('install.img'))).ino).to.equal(before.ino);
  });

  it('never writes through a link that leads out of the tree', async () => {
    const outside = join(folder(), 'outside');
    await cp(fileOf('boot'), outside, { recursive: true });
    await rm(fileOf('boot'), { recursive: true });
    await symlink(outside, fileOf('boot'));
    await writeFile(join(outside, 'vmlinuz'), 'of somebody else');

    const outcome = await repair();
    expect(outcome.removed).to.deep.equal(['boot']);
    expect(outcome.repaired).to.include.members(['boot/vmlinuz', 'boot/xen.gz']);
    expect(await verify()).to.deep.include(whole);
    expect(await readFile(join(outside, 'vmlinuz'), 'utf8')).to.equal('of somebody else');
  });

  it('gives the good file to every medium that shares the damaged one, in whichever it was noticed', async () => {
    await importMedia({ source, mediaCache: cache(), id: 'second' });
    await importMedia({ source, mediaCache: cache(), id: 'third' });
    await writeFile(fileOf('EULA'), 'damaged in all of them');
    await rm(fileOf('install.img', 'third'));
    await writeFile(fileOf('install.img', 'third'), 'another damage');
    await truncate(fileOf('install.img'), 5);

    const outcome = await repair({ id: 'second' });
    expect(outcome.alsoRepaired).to.deep.equal([
      { id, paths: ['EULA', 'install.img', 'twin'] },
      { id: 'third', paths: ['EULA', 'install.img', 'twin'] },
    ]);
    for (const medium of [id, 'second', 'third']) {
      expect(await verify(medium), medium).to.deep.include({ ...whole, generation: 2 });
    }
    const inodes = [id, 'second', 'third'].map(async (medium) => (await stat(fileOf('EULA', medium))).ino);
    expect(new Set(await Promise.all(inodes)).size).to.equal(1);
  });

  it('changes nothing with a source that lacks a file or has other bytes in it, and names them', async () => {
    const tree = await treeinfoTree();
    tree.delete('boot/xen.gz');
    tree.set('install.img', Buffer.alloc(tree.get('install.img')?.length ?? 0, 'x'));
    await truncate(fileOf('install.img'), 100);
    await rm(fileOf('boot/xen.gz'));
    await rm(fileOf('boot/vmlinuz'));

    const other = join(folder(), 'other');
    await mkdir(other);
    const error = await expectError(
      repair({ source: await imageOf(other, tree) }),
      'MEDIA_REPAIR_IMPOSSIBLE',
      /xen\.gz/,
    );
    expect(error.details.data).to.deep.equal({ different: ['install.img'], lacking: ['boot/xen.gz'] });
    expect(await verify()).to.deep.include({
      damaged: ['install.img'],
      missing: ['boot/vmlinuz', 'boot/xen.gz'],
      generation: 1,
    });
  });

  it('is refused under a host that may be reading, unless it is wanted all the same', async () => {
    await importMedia({ source, mediaCache: cache(), id: 'second' });
    await markInUse({ mediaCache: cache(), id: 'second', marker: 'run-1' });
    await truncate(fileOf('EULA'), 1);

    // The first is in nobody's use, but the second holds the same file.
    await expectError(repair(), 'MEDIA_IN_USE', /run-1/);
    const error = await expectError(repair({ id: 'second' }), 'MEDIA_IN_USE', /run-1/);
    expect(error.remedy).to.match(/--force/);
    expect(await verify()).to.deep.include({ damaged: ['EULA', 'twin'], generation: 1 });
    await repair({ id: 'second', force: true });
    expect(await verify()).to.deep.include(whole);
    expect(await verify('second')).to.deep.include(whole);
  });

  it('makes servers let go of the files they keep open', async () => {
    const catalogue = openCatalogue(cache());
    const open = new OpenFiles();
    const read = async (): Promise<string> => {
      const medium = await catalogue.open(id);
      if (medium === undefined) throw new Error('no medium');
      const view = { isVisible: () => true, browsable: true, observe: () => unobserved };
      const resolution = mediumResolution(medium, ['install.img'], view);
      if (resolution.kind !== 'file') throw new Error(resolution.kind);
      return open.with(resolution.file, async (handle) => {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(1_000_000), 0, 1_000_000, 0);
        return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
      });
    };
    const good = await read();
    // In place, so that the open descriptor has it as well.
    await writeFile(fileOf('install.img'), 'damaged');
    expect(await read()).to.not.equal(good);
    await repair();
    expect(await read()).to.equal(good);
    open.close();
  });

  it('repeated at the same time does it once', async () => {
    await truncate(fileOf('install.img'), 100);
    const outcomes = await Promise.all([repair(), repair()]);
    expect(outcomes.map(({ generation }) => generation)).to.deep.equal([2, 2]);
    expect(outcomes.map(({ repaired }) => repaired.length).sort()).to.deep.equal([0, 1]);
    expect(await verify()).to.deep.include({ ...whole, generation: 2 });
  });
});

async function treeOf(path: string): Promise<FileTree> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file.slice(path.length + 1), await readFile(file)] as const)),
  );
}
