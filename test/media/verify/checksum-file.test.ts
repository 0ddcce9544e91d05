import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findChecksums, readChecksumFile } from '../../../src/media/verify/checksum-file.js';
import { expectError, temporaryFolder } from '../../support/media-cases.js';

const one = 'a1'.repeat(32);
const other = 'b2'.repeat(32);

describe('A file of checksums', () => {
  const folder = temporaryFolder();

  async function read(text: string, source: string): Promise<string> {
    const path = join(folder(), 'SHA256SUMS');
    await writeFile(path, text);
    return readChecksumFile(path, source);
  }

  it('gives the checksum of its line with the name of the source', async () => {
    const text = `${other}  xcp-ng-8.2.1.iso\n${one} *xcp-ng-8.3.0.iso\n`;
    expect(await read(text, '/somewhere/xcp-ng-8.3.0.iso')).to.equal(one);
    expect(await read(text, 'https://mirror.example/isos/8.x/xcp-ng-8.2.1.iso?from=here')).to.equal(other);
  });

  it('may be written by sha256sum --tag, with carriage returns, in capitals, with folders, or in a signed text', () => {
    expect(findChecksums(`SHA256 (a (1).iso) = ${one}\r\n`, 'a (1).iso')).to.deep.equal([one]);
    expect(findChecksums(`${one.toUpperCase()}  ./isos/a.iso\r\n`, 'a.iso')).to.deep.equal([one]);
    const signed = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${one}  a.iso\n-----BEGIN PGP SIGNATURE-----\n`;
    expect(findChecksums(signed, 'a.iso')).to.deep.equal([one]);
  });

  it('may be nothing but one hash', async () => {
    expect(await read(`${one.toUpperCase()}\n`, 'a.iso')).to.equal(one);
    expect(findChecksums(`${one}\n${other}\n`, 'a.iso')).to.deep.equal([]);
  });

  it('may name an address with escapes in it', async () => {
    expect(await read(`${one}  a b.iso\n`, 'http://mirror.example/a%20b.iso')).to.equal(one);
    expect(await read(`${one}  a%b.iso\n`, 'http://mirror.example/a%b.iso')).to.equal(one);
  });

  it('is refused when it does not name the source, or in two ways', async () => {
    await expectError(
      read(`${one}  b.iso\n`, 'a.iso'),
      'MEDIA_CHECKSUM_NOT_FOUND',
      /one SHA-256 of a\.iso; found none/,
    );
    await expectError(read('no hash at all', 'a.iso'), 'MEDIA_CHECKSUM_NOT_FOUND');
    const twice = `${one}  a.iso\n${other}  old/a.iso\n`;
    await expectError(read(twice, 'a.iso'), 'MEDIA_CHECKSUM_NOT_FOUND', /2 different ones/);
    expect(await read(`${one}  a.iso\n${one} *a.iso\n`, 'a.iso')).to.equal(one);
  });

  it('must be there, and of a size that people could read', async () => {
    await expectError(readChecksumFile(join(folder(), 'none'), 'a.iso'), 'FILE_UNREADABLE');
    await expectError(read('x'.repeat(5_000_000), 'a.iso'), 'FILE_UNREADABLE', /SHA256SUMS/);
  });
});
