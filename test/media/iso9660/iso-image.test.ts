import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openIsoImage, type IsoImage } from '../../../src/media/iso9660/iso-image.js';
import { expectError, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { writeIso, type IsoSpec, type IsoWriterOptions, type WrittenIso } from '../../support/media-iso-writer.js';

const someFiles: IsoSpec[] = [
  { path: '.treeinfo', content: 'hidden' },
  { path: 'Packages/libstdc++-4.8.5-1.x86_64.rpm', content: 'x'.repeat(5000) },
  { path: 'empty', content: '' },
  { path: 'link', target: 'Packages/../empty' },
];

describe('The reader of ISO 9660 images', () => {
  const folder = temporaryFolder();

  async function open(specs: readonly IsoSpec[], options?: IsoWriterOptions): Promise<IsoImage> {
    return openIsoImage(await imageOf(folder(), specs, options));
  }

  /** Opens an image after a change of its bytes. */
  async function openChanged(
    specs: readonly IsoSpec[],
    change: (written: WrittenIso) => Buffer | undefined,
    options?: IsoWriterOptions,
  ): Promise<IsoImage> {
    const written = writeIso(specs, options);
    const path = join(folder(), 'changed.iso');
    await writeFile(path, change(written) ?? written.image);
    return openIsoImage(path);
  }

  async function names(image: IsoImage): Promise<string[]> {
    await image.close();
    return image.entries.map((entry) => entry.path).sort();
  }

  async function content(image: IsoImage, path: string): Promise<string> {
    const entry = image.entries.find((one) => one.path === path);
    if (entry?.kind !== 'file') throw new Error(`no file ${path}`);
    return (await image.content(entry)).toString();
  }

  it('shows the true names of Rock Ridge, hidden files and plus signs included', async () => {
    const image = await open(someFiles, { joliet: true });

    expect(image.names).to.equal('rock-ridge');
    expect(await content(image, 'Packages/libstdc++-4.8.5-1.x86_64.rpm')).to.have.length(5000);
    expect(await names(image)).to.deep.equal([
      '.treeinfo',
      'Packages',
      'Packages/libstdc++-4.8.5-1.x86_64.rpm',
      'empty',
      'link',
    ]);
  });

  it('reads the date, kind and target of entries', async () => {
    const image = await open(someFiles);
    await image.close();

    expect(image.entries.find((entry) => entry.path === 'link')).to.deep.equal({
      kind: 'symlink',
      path: 'link',
      modified: Date.UTC(2024, 8, 24),
      target: 'Packages/../empty',
    });
  });

  it('falls back to Joliet, without version numbers', async () => {
    const image = await open(
      [
        { path: 'Ünïcode Ω.txt', content: 'u' },
        { path: '.treeinfo', content: 't' },
      ],
      { rockRidge: false, joliet: true },
    );

    expect(image.names).to.equal('joliet');
    expect(await content(image, 'Ünïcode Ω.txt')).to.equal('u');
    expect(await names(image)).to.deep.equal(['.treeinfo', 'Ünïcode Ω.txt']);
  });

  it('says that there is nothing better than plain names', async () => {
    const image = await open([{ path: 'treeinfo.txt', content: 't' }], { rockRidge: false });

    expect(image.names).to.equal('plain');
    expect(await names(image)).to.deep.equal(['TREEINFO.TXT']);
  });

  it('reads names and link targets that go on elsewhere in the image', async () => {
    const long = `${'n'.repeat(120)}${'m'.repeat(130)}`;
    const target = 'a/'.repeat(60) + 'b';
    const image = await open([
      { path: long, content: 'long' },
      { path: 'l', target },
    ]);

    expect(await content(image, long)).to.equal('long');
    expect(image.entries.find((entry) => entry.kind === 'symlink')?.target).to.equal(target);
    await image.close();
  });

  it('joins the extents of a file that is recorded in several', async () => {
    const text = 'part one '.repeat(300) + 'part two '.repeat(500);
    const image = await open([{ path: 'large', content: text, extentSize: 2048 }]);

    expect(await content(image, 'large')).to.equal(text);
    expect(image.entries).to.have.length(1);
    await image.close();
  });

  it('shows a directory that was moved because of its depth where it belongs', async () => {
    const image = await open([
      { path: 'a/deep', content: '', childLink: 'rr_moved/deep' },
      { path: 'rr_moved/deep', folder: true, relocated: true },
      { path: 'rr_moved/deep/file', content: 'found' },
    ]);

    expect(await content(image, 'a/deep/file')).to.equal('found');
    // The folder that held it is no part of the tree.
    expect(await names(image)).to.deep.equal(['a', 'a/deep', 'a/deep/file']);
  });

  it('shows a folder that holds moved directories and files of its own', async () => {
    const image = await open([
      { path: 'a/deep', content: '', childLink: 'mixed/deep' },
      { path: 'mixed/deep', folder: true, relocated: true },
      { path: 'mixed/own', content: 'own' },
    ]);

    expect(await names(image)).to.deep.equal(['a', 'a/deep', 'mixed', 'mixed/own']);
  });

  it('marks files whose bytes are compressed, and refuses to read them', async () => {
    const image = await open([{ path: 'packed', content: 'zz', zisofs: true }]);

    await expectError(content(image, 'packed'), 'MEDIA_ISO_UNSUPPORTED', /packed.*zisofs/);
    await image.close();
  });

  describe('refuses', () => {
    it('an image that is cut short', async () => {
      await expectError(
        openChanged(someFiles, ({ image }) => image.subarray(0, image.length - 2048)),
        'MEDIA_ISO_DAMAGED',
        /cut short/,
      );
    });

    it('a file that is too small to be one', async () => {
      await writeFile(join(folder(), 'tiny'), 'tiny');
      await expectError(openIsoImage(join(folder(), 'tiny')), 'MEDIA_SOURCE_UNSUPPORTED');
    });

    it('an image with UDF alone', async () => {
      const bytes = Buffer.alloc(40 * 2048);
      bytes.write('BEA01', 16 * 2048 + 1);
      bytes.write('NSR02', 17 * 2048 + 1);
      await writeFile(join(folder(), 'udf'), bytes);
      await expectError(openIsoImage(join(folder(), 'udf')), 'MEDIA_ISO_UNSUPPORTED', /UDF/);
    });

    it('a number that differs in its two byte orders', async () => {
      await expectError(
        openChanged(someFiles, ({ image, recordAt }) => {
          image.writeUInt32BE(9999, recordAt('.treeinfo') + 6);
          return undefined;
        }),
        'MEDIA_ISO_DAMAGED',
        /byte order/,
      );
    });

    it('a file that reaches behind the end of the image, by name', async () => {
      await expectError(
        openChanged(someFiles, ({ image, recordAt }) => {
          setBoth(image, recordAt('.treeinfo') + 10, 0x7fffffff);
          return undefined;
        }),
        'MEDIA_ISO_DAMAGED',
        /\.treeinfo/,
      );
    });

    it('a directory that is its own parent', async () => {
      await expectError(
        openChanged([{ path: 'a/b/c', content: 'c' }], ({ image, recordAt, contentAt }) => {
          setBoth(image, recordAt('a/b') + 2, contentAt('a') / 2048);
          return undefined;
        }),
        'MEDIA_ISO_DAMAGED',
        /circle/,
      );
    });

    it('directories without end', async () => {
      const path = Array.from({ length: 70 }, (_, index) => `d${index}`).join('/');
      await expectError(open([{ path: `${path}/f`, content: '' }]), 'MEDIA_ISO_DAMAGED', /levels/);
    });

    it('a directory longer than any real one', async () => {
      await expectError(
        openChanged([{ path: 'a/b', content: 'b' }], ({ image, recordAt }) => {
          setBoth(image, recordAt('a') + 10, 0x10000000);
          return undefined;
        }),
        'MEDIA_ISO_DAMAGED',
        /length/,
      );
    });

    it('continuations that lead in a circle', async () => {
      const long = 'n'.repeat(250);
      await expectError(
        openChanged([{ path: long, content: '' }], (written) => {
          const { image } = written;
          const record = written.recordAt(long);
          const at = image.indexOf('CE', record, 'latin1');
          const area = image.readUInt32LE(at + 4) * 2048;
          const copy = Buffer.from(image.subarray(at, at + 28));
          setBoth(copy, 20, 28);
          copy.copy(image, area);
          setBoth(image, at + 20, 28);
          return undefined;
        }),
        'MEDIA_ISO_DAMAGED',
        /continuations/,
      );
    });

    for (const name of ['..', '.', 'a/b', '/etc/passwd', 'x\0y']) {
      it(`an entry named ${JSON.stringify(name)}`, async () => {
        await expectError(
          open([{ path: 'innocent', content: 'x' }], { rename: { innocent: name } }),
          'MEDIA_ENTRY_REFUSED',
        );
      });
    }

    it('a name that is longer than a file system takes', async () => {
      await expectError(open([{ path: 'n'.repeat(256), content: 'x' }]), 'MEDIA_ENTRY_REFUSED', /256 bytes/);
    });

    it('a name that is not UTF-8', async () => {
      await expectError(
        openChanged([{ path: 'abcd', content: 'x' }], ({ image, recordAt }) => {
          image[image.indexOf('abcd', recordAt('abcd'), 'latin1')] = 0xff;
          return undefined;
        }),
        'MEDIA_ENTRY_REFUSED',
        /UTF-8/,
      );
    });

    it('the same name twice in one folder', async () => {
      await expectError(
        open(
          [
            { path: 'one', content: '1' },
            { path: 'two', content: '2' },
          ],
          { rename: { two: 'one' } },
        ),
        'MEDIA_ENTRY_REFUSED',
        /twice/,
      );
    });

    it('a file whose last extent is missing', async () => {
      await expectError(
        openChanged([{ path: 'f', content: 'x' }], ({ image, recordAt }) => {
          image[recordAt('f') + 25] = 0x80;
          return undefined;
        }),
        'MEDIA_ISO_DAMAGED',
        /last part/,
      );
    });

    it('interleaved files', async () => {
      await expectError(
        openChanged([{ path: 'f', content: 'x' }], ({ image, recordAt }) => {
          image[recordAt('f') + 26] = 4;
          return undefined;
        }),
        'MEDIA_ISO_UNSUPPORTED',
        /interleaving/,
      );
    });
  });

  it('never ends in anything but its own errors, whatever byte is spoiled', async () => {
    const specs: IsoSpec[] = [...someFiles, { path: `d/${'n'.repeat(250)}`, content: 'x' }];
    const { image, contentAt } = writeIso(specs, { joliet: true });
    const places = [16 * 2048, contentAt(''), contentAt('d'), contentAt('Packages')];
    const path = join(folder(), 'spoiled.iso');
    for (const place of places) {
      for (let offset = 0; offset < 400; offset += 7) {
        const spoiled = Buffer.from(image);
        spoiled[place + offset] = (spoiled[place + offset] ?? 0) ^ 0xa5;
        await writeFile(path, spoiled);
        const outcome = await openIsoImage(path).then(
          (opened) => opened.close().then(() => 'read'),
          (error: unknown) => (error instanceof Error ? error.name : 'not an error'),
        );
        expect(['read', 'DrydockError']).to.include(outcome);
      }
    }
  });
});

function setBoth(image: Buffer, offset: number, value: number): void {
  image.writeUInt32LE(value, offset);
  image.writeUInt32BE(value, offset + 4);
}
