import { expect } from 'chai';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importMedia, type ImportOutcome } from '../../../src/media/import-media.js';
import { removeMedium } from '../../../src/media/remove-medium.js';
import { diskFiles, type StoreFiles } from '../../../src/media/store/store-files.js';
import { verifyMedium } from '../../../src/media/verify-medium.js';
import { fileWriteError } from '../../../src/shared/durable-files.js';
import { expectError, imageOf, temporaryFolder } from '../../support/media-cases.js';
import type { IsoSpec } from '../../support/media-iso-writer.js';
import { treeinfoTree, treeSpecs } from '../../support/media-synthetic-tree.js';

describe('Identical files of the store', () => {
  const folder = temporaryFolder();
  // Once: each signature has the time it was made at.
  const tree = treeinfoTree();
  const cache = (): string => join(folder(), 'cache');
  const fileOf = (id: string, path: string): string => join(cache(), 'v1', 'media', id, 'tree', path);
  const inode = async (id: string, path: string): Promise<number> => (await stat(fileOf(id, path))).ino;

  const bring = async (id: string, more: readonly IsoSpec[] = [], files?: StoreFiles): Promise<ImportOutcome> =>
    importMedia({
      source: await imageOf(folder(), [...treeSpecs(await tree), { path: 'ID', content: id }, ...more]),
      mediaCache: cache(),
      id,
      files,
    });

  it('are stored once across media, and stay when one of the media is removed', async () => {
    const first = await bring('first');
    const second = await bring('second');

    expect(first.shared).to.deep.equal({ files: 0, bytes: 0, damaged: [] });
    const { files, bytes } = second.summary;
    expect(second.shared).to.deep.equal({ files: files - 1, bytes: bytes - 'second'.length, damaged: [] });
    expect(await inode('second', 'install.img')).to.equal(await inode('first', 'install.img'));
    expect(await inode('second', 'ID')).to.not.equal(await inode('first', 'ID'));

    await removeMedium({ mediaCache: cache(), id: 'first' });
    expect(await verifyMedium({ mediaCache: cache(), id: 'second' })).to.deep.include({ damaged: [], missing: [] });
  });

  it('are stored once within a medium, empty ones apart', async () => {
    const { shared, manifest } = await bring('only', [
      { path: 'one', content: 'twice the same' },
      { path: 'folder/two', content: 'twice the same' },
      { path: 'three', content: '', sameAs: 'one' },
      { path: 'empty-a', content: '' },
      { path: 'empty-b', content: '' },
    ]);

    expect(shared).to.deep.equal({ files: 2, bytes: 28, damaged: [] });
    expect(await inode('only', 'folder/two')).to.equal(await inode('only', 'one'));
    expect(await inode('only', 'three')).to.equal(await inode('only', 'one'));
    expect(await inode('only', 'empty-a')).to.not.equal(await inode('only', 'empty-b'));
    expect(manifest.files.map(({ path }) => path)).to.include.members(['one', 'folder/two', 'three']);
  });

  it('are not taken from a copy that was damaged since: another one is, or the own one stays', async () => {
    await bring('first');
    // In place, as a bad disk does it: what shares the file later is damaged with it.
    await writeFile(fileOf('first', 'install.img'), 'damaged');
    const second = await bring('second');
    expect(second.shared.damaged).to.deep.equal(['install.img of first']);
    expect(await verifyMedium({ mediaCache: cache(), id: 'second' })).to.deep.include({ damaged: [] });

    const third = await bring('third');
    expect(third.shared.damaged).to.deep.equal(['install.img of first']);
    expect(await inode('third', 'install.img')).to.equal(await inode('second', 'install.img'));
  });

  for (const code of ['EXDEV', 'EMLINK', 'EPERM']) {
    it(`are stored again where a file cannot have another name (${code})`, async () => {
      await bring('first', [{ path: 'same', content: '', sameAs: 'EULA' }]);
      const { shared } = await bring('second', [{ path: 'same', content: '', sameAs: 'EULA' }], refusing(code));

      expect(shared).to.deep.equal({ files: 0, bytes: 0, damaged: [] });
      expect(await verifyMedium({ mediaCache: cache(), id: 'second' })).to.deep.include({ damaged: [], missing: [] });
      expect(await readFile(fileOf('second', 'same'))).to.deep.equal(await readFile(fileOf('second', 'EULA')));
      expect(await inode('second', 'same')).to.not.equal(await inode('second', 'EULA'));
    });
  }

  it('end the import where the disk fails, with nothing published', async () => {
    await bring('first');
    await expectError(bring('second', [], refusing('EIO')), 'FILE_WRITE_FAILED');
    await expectError(verifyMedium({ mediaCache: cache(), id: 'second' }), 'MEDIA_NOT_FOUND');
    expect(await verifyMedium({ mediaCache: cache(), id: 'first' })).to.deep.include({ damaged: [], missing: [] });
  });

  it('are made durable as links, and cost nothing where there are none', async () => {
    const operations: string[] = [];
    const note: StoreFiles = {
      ...diskFiles,
      link: (existing, path) => (operations.push('link'), diskFiles.link(existing, path)),
      sync: (path) => (operations.push(`sync ${path.replace(/^.*\/tree/, '')}`), diskFiles.sync(path)),
    };
    await bring('first', [], note);
    const alone = operations.splice(0);
    await bring('second', [], note);

    expect(alone).to.not.include('link');
    expect(alone.filter((operation) => operation === 'sync /Packages')).to.have.length(1);
    expect(operations.filter((operation) => operation === 'sync /Packages')).to.have.length(2);
    expect(operations.lastIndexOf('sync /install.img')).to.be.greaterThan(operations.lastIndexOf('link'));
  });
});

/** A disk that gives no file another name. */
function refusing(code: string): StoreFiles {
  return {
    ...diskFiles,
    link: (_existing, path) => Promise.reject(fileWriteError(Object.assign(new Error(code), { code }), path)),
  };
}
