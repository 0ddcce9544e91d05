import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { readInitramfs } from '../../../src/media/contents/initramfs.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { expectError } from '../../support/media-cases.js';
import { writeCpio, type CpioSpec } from '../../support/media-cpio-writer.js';

interface Read {
  readonly path: string;
  readonly kind: string;
  readonly content: string;
}

const files: readonly CpioSpec[] = [
  { path: './etc', mode: 0o040755, links: 2 },
  { path: './etc/hosts', content: 'one' },
  { path: './lib', mode: 0o120777, content: 'usr/lib' },
  { path: './dev/null', mode: 0o020666 },
  { path: './etc/empty', content: '' },
];

const expected: readonly Read[] = [
  { path: 'etc', kind: 'folder', content: '' },
  { path: 'etc/hosts', kind: 'file', content: 'one' },
  { path: 'lib', kind: 'symlink', content: 'usr/lib' },
  { path: 'dev/null', kind: 'special', content: '' },
  { path: 'etc/empty', kind: 'file', content: '' },
];

/** In pieces of a few bytes, so that every boundary falls within something once. */
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function readAll(bytes: Buffer, size = 1000, skip: readonly string[] = []): Promise<Read[]> {
  const entries: Read[] = [];
  const options = { subject: 'install.img', limit: 1_000_000, signal: undefined };
  for await (const entry of readInitramfs(pieces(bytes, size), options)) {
    const { path, kind } = entry;
    const chunks: Buffer[] = [];
    if (!skip.includes(path)) for await (const chunk of entry.content()) chunks.push(Buffer.from(chunk));
    entries.push({ path, kind, content: Buffer.concat(chunks).toString() });
  }
  return entries;
}

describe('A cpio archive', () => {
  it('gives every kind of entry, whatever the pieces it comes in', async () => {
    for (const size of [1, 3, 7, 64, 100_000])
      expect(await readAll(writeCpio(files), size), `pieces of ${size}`).to.deep.equal(expected);
  });

  it('skips what is not read', async () => {
    const entries = await readAll(writeCpio(files), 5, ['etc/hosts']);
    expect(entries).to.deep.equal(
      expected.map((entry) => (entry.path === 'etc/hosts' ? { ...entry, content: '' } : entry)),
    );
  });

  it('may have checksums, which are looked at', async () => {
    const archive = writeCpio(files, { magic: '070702' });
    expect(await readAll(archive)).to.deep.equal(expected);
    archive[archive.indexOf('one')] = 'O'.charCodeAt(0);
    await expectError(readAll(archive), 'MEDIA_ARCHIVE_DAMAGED', /checksum/);
    await expectError(readAll(archive, 1000, ['etc/hosts']), 'MEDIA_ARCHIVE_DAMAGED', /checksum/);
  });

  it('names one file under all its names', async () => {
    const link = { inode: 7, links: 2 };
    const archive = writeCpio([{ path: 'a', ...link }, { path: 'b', content: 'bytes', ...link }, { path: 'c' }]);
    const links: (string | null)[] = [];
    const options = { subject: 'x', limit: 1000, signal: undefined };
    for await (const { hardLink } of readInitramfs(pieces(archive, 100), options)) links.push(hardLink);
    expect(links).to.deep.equal(['8:1:7', '8:1:7', null]);
  });

  it('ends with a clean error wherever it is cut off', async () => {
    const archive = writeCpio(files);
    // Behind the name of the trailer nothing is missing but zeros.
    const end = archive.lastIndexOf('TRAILER!!!') + 'TRAILER!!!'.length + 1;
    for (let length = 1; length < end; length += 1)
      await expectError(
        readAll(archive.subarray(0, length)),
        length < 6 ? 'MEDIA_ARCHIVE_UNSUPPORTED' : 'MEDIA_ARCHIVE_DAMAGED',
      );
  });

  for (const [what, archive, code, text] of [
    ['a name that is too long', [{ path: 'x', fields: { 11: 5000 } }], 'MEDIA_ARCHIVE_DAMAGED', /name of 5000/],
    ['a name without length', [{ path: 'x', fields: { 11: 0 } }], 'MEDIA_ARCHIVE_DAMAGED', /name of 0/],
    ['a name that goes on', [{ path: 'x\0y' }], 'MEDIA_ARCHIVE_DAMAGED', /does not end/],
    [
      'a size beyond the end',
      [{ path: 'x', fields: { 6: 0xffffffff } }],
      'MEDIA_ARCHIVE_DAMAGED',
      /ends within a file/,
    ],
  ] as const) {
    it(`is refused with ${what}`, () => expectError(readAll(writeCpio(archive)), code, text));
  }

  it('never gives anything but a clean error when a byte of it is another', async () => {
    const archive = writeCpio(files);
    for (let at = 0; at < archive.length; at += 1) {
      for (const value of [0, 0x30, 0x66, 0xff]) {
        const changed = Buffer.from(archive);
        changed[at] = value;
        const outcome = await readAll(changed).then(
          () => 'read',
          (error: unknown) => (error instanceof DrydockError ? error.code : String(error)),
        );
        expect(outcome, `byte ${at}`).to.be.oneOf(['read', 'MEDIA_ARCHIVE_DAMAGED', 'MEDIA_ARCHIVE_UNSUPPORTED']);
      }
    }
  });

  it('is refused in the forms that no medium uses', async () => {
    for (const magic of ['070707', '07070X'])
      await expectError(readAll(writeCpio(files, { magic })), 'MEDIA_ARCHIVE_UNSUPPORTED', new RegExp(magic));
    const archive = writeCpio(files);
    archive.write('g', 20);
    await expectError(readAll(archive), 'MEDIA_ARCHIVE_DAMAGED', /no entry/);
  });

  it('stops when told to', async () => {
    const options = { subject: 'x', limit: 1000, signal: AbortSignal.abort(new Error('enough')) };
    const outcome = await readInitramfs(pieces(writeCpio(files), 9), options)
      .next()
      .catch((error: unknown) => error);
    expect(outcome).to.have.property('message', 'enough');
  });
});

describe('An image as the kernel unpacks it', () => {
  const microcode = writeCpio([{ path: 'kernel/x86/microcode/GenuineIntel.bin', content: 'microcode' }], {
    blockSize: 512,
  });
  const names = async (bytes: Buffer): Promise<string[]> => (await readAll(bytes)).map(({ path }) => path);

  it('may be several archives with zeros between and behind them', async () => {
    const second = writeCpio([{ path: 'b' }]);
    const image = Buffer.concat([
      writeCpio([{ path: 'a' }], { blockSize: 512 }),
      Buffer.alloc(1000),
      second,
      Buffer.alloc(9),
    ]);
    expect(await names(image)).to.deep.equal(['a', 'b']);
  });

  it('may be compressed from some point on', async () => {
    const paths = expected.map(({ path }) => path);
    expect(await names(gzipSync(writeCpio(files)))).to.deep.equal(paths);
    expect(await names(Buffer.concat([microcode, gzipSync(writeCpio(files))]))).to.deep.equal([
      'kernel/x86/microcode/GenuineIntel.bin',
      ...paths,
    ]);
  });

  it('is refused when it is nothing of the kind, with what its first bytes are', async () => {
    await expectError(readAll(Buffer.from('content of install.img')), 'MEDIA_ARCHIVE_UNSUPPORTED', /636f6e74656e/);
    await expectError(readAll(Buffer.alloc(0)), 'MEDIA_ARCHIVE_UNSUPPORTED', /found nothing/);
    await expectError(readAll(gzipSync(Buffer.from('no archive'))), 'MEDIA_ARCHIVE_UNSUPPORTED', /6e6f20617263/);
    await expectError(readAll(Buffer.concat([microcode, Buffer.from('?')])), 'MEDIA_ARCHIVE_UNSUPPORTED', /bytes 3f/);
    await expectError(readAll(gzipSync(gzipSync(writeCpio(files)))), 'MEDIA_ARCHIVE_UNSUPPORTED', /1f8b/);
  });

  it('is refused when it would become larger than any image', async () => {
    const bomb = gzipSync(writeCpio([{ path: 'bomb', content: Buffer.alloc(2_000_000) }]));
    await expectError(readAll(bomb), 'MEDIA_ARCHIVE_UNSUPPORTED', /at most 1000000/);
  });

  it('closes its source when it is left early', async () => {
    let closed = false;
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield* pieces(writeCpio(files), 10);
      } finally {
        closed = true;
      }
    };
    for await (const { path } of readInitramfs(source(), { subject: 'x', limit: 1000, signal: undefined })) {
      expect(path).to.equal('etc');
      break;
    }
    expect(closed).to.equal(true);
  });
});
