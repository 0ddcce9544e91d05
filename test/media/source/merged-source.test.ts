import { expect } from 'chai';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { importMedia, type ImportOutcome } from '../../../src/media/import-media.js';
import { expectError, expectNothingLeft, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { linuxPackTree, putXsRepository, tree56, tree6 } from '../../support/media-release-trees.js';
import { tarOfTree } from '../../support/media-tar-writer.js';
import { treeinfoTree, type FileTree } from '../../support/media-synthetic-tree.js';

describe('Merging the Linux pack into a medium of 5.6', () => {
  const folder = temporaryFolder();

  async function image(name: string, tree: FileTree): Promise<string> {
    await mkdir(join(folder(), name));
    return imageOf(join(folder(), name), tree);
  }

  async function merge(base: FileTree, ...parts: readonly FileTree[]): Promise<ImportOutcome> {
    const source = await image(`base-${Math.random()}`, base);
    const others: string[] = [];
    for (const part of parts) others.push(await image(`part-${Math.random()}`, part));
    return importMedia({ source, with: others, mediaCache: folder() });
  }

  async function refused(
    promise: Promise<unknown>,
    code: Parameters<typeof expectError>[1],
    text: RegExp,
  ): Promise<void> {
    await expectError(promise, code, text);
    await expectNothingLeft(folder());
  }

  it('gives one medium: the base byte for byte, and the pack in the folder that installers try without being told', async () => {
    const { manifest } = await merge(tree56(), linuxPackTree());
    const tree = join(folder(), 'v1/media/xenserver-5.6.0/tree');

    expect(
      manifest.files.filter((file) => file.role === 'package').map((file) => [file.path, file.verifiedBy]),
    ).to.deep.equal([
      ['packages.linux/linux.tar.bz2', 'xs-packages'],
      ['packages.main/main.tar.bz2', 'xs-packages'],
    ]);
    for (const [path, bytes] of tree56()) expect(await readFile(join(tree, path)), path).to.deep.equal(bytes);
    for (const [path, bytes] of linuxPackTree())
      if (path.startsWith('packages.linux/')) expect(await readFile(join(tree, path)), path).to.deep.equal(bytes);
    expect(manifest.warnings.join(' ')).to.match(/only packages\.linux was taken; 1 of its files/);
    expect(manifest.warnings.join(' ')).to.not.match(/Linux pack of this release is an ISO of its own/);
  });

  it('keeps the digest of the base as that of the source, and names each part with its own', async () => {
    const base = await image('base', tree56());
    const alone = await importMedia({ source: base, mediaCache: folder(), id: 'alone' });
    const merged = await importMedia({
      ...{ source: base, with: [await image('linux', linuxPackTree())] },
      ...{ mediaCache: folder(), id: 'merged' },
    });

    expect(merged.manifest.source).to.deep.equal(alone.manifest.source);
    expect(alone.manifest.parts).to.deep.equal([]);
    expect(merged.manifest.parts).to.have.length(1);
    expect(merged.manifest.parts[0]).to.deep.include({ kind: 'iso', label: 'source.iso' });
    expect(merged.manifest.parts[0]?.sha256)
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(alone.manifest.source.sha256);
  });

  it('knows the same images again, and tells the base alone from the base with the pack', async () => {
    const base = await image('base', tree56());
    const linux = await image('linux', linuxPackTree());
    const first = await importMedia({ source: base, with: [linux], mediaCache: folder() });
    const again = await importMedia({ source: base, with: [linux], mediaCache: folder() });

    expect([first.alreadyPresent, again.alreadyPresent]).to.deep.equal([false, true]);
    await expectError(importMedia({ source: base, mediaCache: folder() }), 'MEDIA_NAME_TAKEN', /other images merged/);
    const alone = await importMedia({ source: base, mediaCache: folder(), id: 'alone' });
    expect([alone.alreadyPresent, alone.manifest.parts]).to.deep.equal([false, []]);
  });

  it('does not take the base that is here alone for the base with the pack', async () => {
    const base = await image('base', tree56());
    await importMedia({ source: base, mediaCache: folder(), id: 'alone' });
    const merged = await importMedia({
      ...{ source: base, with: [await image('linux', linuxPackTree())], mediaCache: folder() },
    });
    expect([merged.alreadyPresent, merged.manifest.id]).to.deep.equal([false, 'xenserver-5.6.0']);
  });

  it('takes a folder as well as an image', async () => {
    const linux = join(folder(), 'linux');
    for (const [path, bytes] of linuxPackTree()) {
      await mkdir(dirname(join(linux, path)), { recursive: true });
      await writeFile(join(linux, path), bytes);
    }
    const { manifest } = await importMedia({
      source: await image('base', tree56()),
      with: [linux],
      mediaCache: folder(),
    });
    expect(manifest.parts.map(({ kind }) => kind)).to.deep.equal(['folder']);
  });

  it('takes the same files twice where they are the same bytes', async () => {
    const { manifest } = await merge(tree56(), linuxPackTree(), linuxPackTree());
    expect(manifest.parts).to.have.length(2);
  });

  it('refuses two different files under one name, of other length or of the same', async () => {
    const other = linuxPackTree();
    other.set('packages.linux/readme', Buffer.from('one'));
    const same = linuxPackTree();
    same.set('packages.linux/readme', Buffer.from('two'));
    const longer = linuxPackTree();
    longer.set('packages.linux/readme', Buffer.from('three'));

    await refused(merge(tree56(), other, same), 'MEDIA_MERGE_CONFLICT', /packages\.linux\/readme.*sha256/);
    await refused(merge(tree56(), other, longer), 'MEDIA_MERGE_CONFLICT', /3 and 5 bytes/);
  });

  it('refuses a pack in a folder that only another list could name', async () => {
    const pack: FileTree = new Map();
    putXsRepository(pack, { folder: 'packages.extra', identifier: 'x:extra', product: 'X', version: '1.0' });
    await refused(merge(tree56(), pack), 'MEDIA_MERGE_REFUSED', /packages\.extra/);
    const atRoot: FileTree = new Map();
    putXsRepository(atRoot, { folder: '', identifier: 'x:extra', product: 'X', version: '1.0' });
    await refused(merge(tree56(), atRoot), 'MEDIA_MERGE_REFUSED', /its root/);
  });

  it('refuses the Linux pack of another release, an image without repository, and a base of 7.0 or later', async () => {
    await refused(merge(tree56(), linuxPackTree('5.6.100')), 'MEDIA_MERGE_REFUSED', /5\.6\.100/);
    await refused(
      merge(tree56(), new Map([['a', Buffer.from('a')]])),
      'MEDIA_MERGE_REFUSED',
      /without any XS-REPOSITORY/,
    );
    await refused(
      merge(await treeinfoTree(), linuxPackTree()),
      'MEDIA_MERGE_REFUSED',
      /no medium of XenServer 5\.6 to 6\.5/,
    );
  });

  it('refuses an archive that is known only once it is unpacked, on either side', async () => {
    const tar = join(folder(), 'linux.tar');
    await writeFile(tar, tarOfTree(linuxPackTree()));
    const base = await image('base', tree56());
    await refused(
      importMedia({ source: base, with: [tar], mediaCache: folder() }),
      'MEDIA_MERGE_REFUSED',
      /tar archive/,
    );
    await refused(
      importMedia({ source: tar, with: [base], mediaCache: folder() }),
      'MEDIA_MERGE_REFUSED',
      /tar archive/,
    );
  });

  it('refuses a pack whose package is damaged, and leaves nothing', async () => {
    const damaged = linuxPackTree();
    const path = 'packages.linux/linux.tar.bz2';
    damaged.set(path, Buffer.from(damaged.get(path)?.map((byte) => byte ^ 1) ?? []));
    await refused(merge(tree56(), damaged), 'MEDIA_DIGEST_MISMATCH', /linux\.tar\.bz2/);
  });

  it('refuses the Linux pack alone, with the command that merges it', async () => {
    const source = await image('linux', linuxPackTree());
    const error = await expectError(
      importMedia({ source, mediaCache: folder() }),
      'MEDIA_PART_ALONE',
      /Linux pack of XenServer 5\.6\.0/,
    );
    expect(error.remedy).to.match(/--with/);
  });

  it('merges packages.site of its own into a medium of 6.x as well', async () => {
    const { manifest } = await merge(
      tree6('6.2.0', '1.8.0'),
      (() => {
        const pack: FileTree = new Map();
        putXsRepository(pack, { folder: 'packages.site', identifier: 'site:tools', product: 'Site', version: '1.0' });
        return pack;
      })(),
    );
    expect(manifest.files.find((file) => file.path === 'packages.site/tools.tar.bz2')?.verifiedBy).to.equal(
      'xs-packages',
    );
  });
});
