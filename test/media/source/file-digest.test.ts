import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { appendFile, rename, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ByteThread } from '../../../src/media/copy/byte-thread.js';
import { openFileReader, type ByteReader } from '../../../src/media/source/byte-reader.js';
import { beginFileDigest, FileDigest } from '../../../src/media/source/file-digest.js';
import { expectError, temporaryFolder } from '../../support/media-cases.js';

describe('The digest of a whole file', () => {
  const folder = temporaryFolder();
  const content = Buffer.alloc(700_000, 'content');
  let reader: ByteReader;
  let path: string;
  let digest: FileDigest;

  beforeEach(async () => {
    path = join(folder(), 'source.iso');
    await writeFile(path, content);
    reader = await openFileReader(path);
    if (reader.file === undefined) throw new Error('a file is a whole file');
    digest = new FileDigest(reader.file);
  });

  afterEach(async () => {
    await digest.close();
    await reader.close();
  });

  it('is that of all its bytes, however often it is asked for', async () => {
    const expected = createHash('sha256').update(content).digest('hex');
    digest.begin();
    digest.begin();

    expect(await digest.result(undefined)).to.equal(expected);
    expect(await digest.result(undefined)).to.equal(expected);
  });

  it('is not given for a file that was changed or replaced meanwhile', async () => {
    await digest.result(undefined);
    await appendFile(path, 'more');
    await expectError(digest.result(undefined), 'FILE_UNREADABLE', /another size or date/);
  });

  it('is not given for another file in its place', async () => {
    const other = join(folder(), 'other');
    await writeFile(other, content);
    await utimes(other, reader.modified / 1000, reader.modified / 1000);
    await rename(other, path);
    await expectError(digest.result(undefined), 'FILE_UNREADABLE', /another size or date/);
  });

  it('ends when it is told to, with the reason', async () => {
    const reason = new Error('enough');
    const outcome = await digest.result(AbortSignal.abort(reason)).catch((error: unknown) => error);
    expect(outcome).to.equal(reason);
  });

  it('lets nobody wait for ever when its thread is ended', async () => {
    digest.begin();
    await digest.close();
    const outcome = await digest.result(undefined).catch((error: unknown) => error);
    if (typeof outcome === 'string') expect(outcome).to.match(/^[0-9a-f]{64}$/);
    else expect(outcome).to.have.nested.property('cause.message', 'the hashing was ended');
  });

  it('leaves no file open when it is ended, or cannot be taken', async function () {
    if (process.platform !== 'linux') return this.skip();
    const open = (): number => readdirSync('/proc/self/fd').length;
    const large = join(folder(), 'large');
    await writeFile(large, '');
    await truncate(large, 2_000_000_000);
    const before = open();
    for (const of of [large, folder()]) {
      const thread = new ByteThread(of);
      const failed: Promise<unknown> = thread.hashed.catch((error: unknown) => error);
      if (of === large) await delay(60);
      await thread.close();
      expect(await failed).to.be.instanceOf(Error);
    }

    expect(open()).to.equal(before);
  });

  describe('begun before the file was opened', () => {
    const opened = async (): Promise<FileDigest> => {
      await reader.close();
      reader = await openFileReader(path);
      if (reader.file === undefined) throw new Error('a file is a whole file');
      return new FileDigest(reader.file);
    };

    it('is the same', async () => {
      beginFileDigest(path);
      digest = await opened();
      expect(await digest.result(undefined)).to.equal(createHash('sha256').update(content).digest('hex'));
    });

    it('is not given for a file that was another one then', async () => {
      const hashed = new Promise((resolve) => process.once('worker', (thread) => thread.once('message', resolve)));
      beginFileDigest(path);
      await hashed;
      const other = join(folder(), 'other');
      await writeFile(other, Buffer.alloc(content.length, 'another'));
      await rename(other, path);
      digest = await opened();
      await expectError(digest.result(undefined), 'FILE_UNREADABLE', /another size or date/);
    });
  });
});
