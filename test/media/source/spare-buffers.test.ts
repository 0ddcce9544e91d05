import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFileReader } from '../../../src/media/source/byte-reader.js';
import { seenFilePieces } from '../../../src/media/source/folder/seen-file.js';
import { walkFolder } from '../../../src/media/source/folder/walk-folder.js';
import { memberPieces } from '../../../src/media/source/zip/member-content.js';
import { readZipDirectory } from '../../../src/media/source/zip/zip-directory.js';
import { temporaryFolder } from '../../support/media-cases.js';
import { zipOf } from '../../support/media-zip-writer.js';

const names = Array.from({ length: 20 }, (_, index) => `file-${index}`);

/** How many memories the pieces of all of them lay in. */
async function memoriesOf(files: Iterable<AsyncIterable<Buffer>>): Promise<number> {
  const memories = new Set<ArrayBufferLike>();
  for (const pieces of files) for await (const piece of pieces) memories.add(piece.buffer);
  return memories.size;
}

describe('The memory that files are read into', () => {
  const folder = temporaryFolder();

  it('is that of the file before, in a folder', async () => {
    const root = join(folder(), 'tree');
    await mkdir(root);
    for (const name of names) await writeFile(join(root, name), name);
    const { files } = await walkFolder(root, undefined);
    expect(await memoriesOf([...files.values()].map((file) => seenFilePieces(file, undefined)))).to.be.at.most(2);
  });

  for (const deflate of [true, false]) {
    it(`is that of the entry before, in a zip archive (${deflate ? 'deflated' : 'stored'})`, async () => {
      const path = join(folder(), 'tree.zip');
      const tree = new Map(names.map((name) => [name, Buffer.from(name.repeat(50))]));
      await writeFile(path, zipOf(tree, deflate));
      const reader = await openFileReader(path);
      const members = await readZipDirectory(reader, undefined);
      expect(members).to.have.length(names.length);
      expect(await memoriesOf(members.map((member) => memberPieces(reader, member, undefined)))).to.be.at.most(2);
      await reader.close();
    });
  }
});
