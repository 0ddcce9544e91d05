import { expect } from 'chai';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listMedia, showMedium } from '../../../src/media/list-media.js';
import { removeMedium } from '../../../src/media/remove-medium.js';
import { readAliases, setAlias } from '../../../src/media/store/aliases.js';
import { inUse, markInUse, unmarkInUse } from '../../../src/media/store/in-use.js';
import { openCatalogue } from '../../../src/media/store/open-catalogue.js';
import { verifyMedium } from '../../../src/media/verify-medium.js';
import { expectError, temporaryFolder } from '../../support/media-cases.js';
import { failingDisk } from '../../support/media-failing-disk.js';

/** Written by 0.1.0: media `first` (named current) and `second` (in use by run-7). */
const firstFormat = fileURLToPath(new URL('../../fixtures/media/store-format-1', import.meta.url));

describe('A store of the first format', () => {
  const folder = temporaryFolder();
  const cache = (name = 'cache'): string => join(folder(), name);
  const copyTo = (name: string): Promise<void> => cp(firstFormat, cache(name), { recursive: true });

  const formatsIn = async (name = 'cache'): Promise<unknown[]> => {
    const formats: unknown[] = [];
    for (const path of ['format.json', 'media/first/manifest.json', 'media/second/manifest.json']) {
      const text = await readFile(join(cache(name), 'v1', path), 'utf8').catch(() => '{}');
      formats.push((JSON.parse(text) as { format?: number }).format);
    }
    return formats;
  };

  beforeEach(() => copyTo('cache'));

  it('is read as it is, and nothing of it is written by who only reads', async () => {
    const before = await snapshot(cache());
    const media = await listMedia({ mediaCache: cache() });
    const opened = await openCatalogue(cache()).open('current');

    expect(media.map(({ manifest, aliases, inUse: by }) => [manifest.id, manifest.format, aliases, by])).to.deep.equal([
      ['first', 2, ['current'], []],
      ['second', 2, [], ['run-7']],
    ]);
    expect(opened?.manifest).to.deep.include({ id: 'first', generation: 1, parts: [] });
    expect(opened?.file('.treeinfo')).to.deep.include({ size: 245, signature: null });
    expect(await snapshot(cache())).to.deep.equal(before);
  });

  it('becomes one of the present format with the first change, except for media in use, which follow later', async () => {
    const before = await showMedium({ mediaCache: cache(), id: 'second' });
    await setAlias({ mediaCache: cache(), alias: 'other', id: 'second' });
    expect(await formatsIn()).to.deep.equal([undefined, 2, 1]);

    await unmarkInUse({ mediaCache: cache(), id: 'second', marker: 'run-7' });
    expect(await formatsIn()).to.deep.equal([undefined, 2, 1]);
    await markInUse({ mediaCache: cache(), id: 'second', marker: 'run-8' });
    expect(await formatsIn()).to.deep.equal([2, 2, 2]);
    expect((await showMedium({ mediaCache: cache(), id: 'second' })).manifest).to.deep.equal(before.manifest);
    expect(Object.fromEntries(await readAliases(cache()))).to.deep.equal({ current: 'first', other: 'second' });
  });

  it('can be changed although the disk is full: it is migrated later', async () => {
    const disk = await failingDisk(cache(), { kind: 'disk-full', at: 0, seed: 1 });
    await unmarkInUse({ mediaCache: cache(), id: 'second', marker: 'run-7', files: disk });
    expect(await inUse({ mediaCache: cache(), id: 'second' })).to.deep.equal([]);
    expect(await formatsIn()).to.deep.equal([undefined, 1, 1]);
    await removeMedium({ mediaCache: cache(), id: 'second' });
    expect(await formatsIn()).to.deep.equal([2, 2, undefined]);
  });

  it('keeps a manifest that cannot be read as it is', async () => {
    const path = join(cache(), 'v1', 'media', 'first', 'manifest.json');
    await writeFile(path, 'no JSON');
    await unmarkInUse({ mediaCache: cache(), id: 'second', marker: 'run-7' });
    expect(await readFile(path, 'utf8')).to.equal('no JSON');
  });
});

describe('A store of a later format', () => {
  const folder = temporaryFolder();
  const store = (...path: string[]): string => join(folder(), 'v1', ...path);

  beforeEach(() => cp(firstFormat, folder(), { recursive: true }));

  it('is refused by whoever reads and whoever writes, and left as it is', async () => {
    await writeFile(store('format.json'), JSON.stringify({ format: 3, since: '9.9' }));
    const before = await snapshot(store('media'));

    for (const attempt of [
      () => listMedia({ mediaCache: folder() }),
      () => showMedium({ mediaCache: folder(), id: 'first' }),
      () => openCatalogue(folder()).open('first'),
      () => verifyMedium({ mediaCache: folder(), id: 'first' }),
      () => setAlias({ mediaCache: folder(), alias: 'x', id: 'first' }),
      () => markInUse({ mediaCache: folder(), id: 'first', marker: 'm' }),
      () => removeMedium({ mediaCache: folder(), id: 'first' }),
    ]) {
      await expectError(attempt(), 'MEDIA_STORE_NEWER', /format 3/);
    }
    expect(await snapshot(store('media'))).to.deep.equal(before);
    expect((await readdir(store('staging'))).filter((name) => !name.includes('.lock'))).to.deep.equal([]);
  });

  it('is told by a single manifest, too', async () => {
    const path = store('media', 'first', 'manifest.json');
    await writeFile(path, JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), format: 7 }));
    await expectError(showMedium({ mediaCache: folder(), id: 'first' }), 'MEDIA_STORE_NEWER', /format 7/);
    await setAlias({ mediaCache: folder(), alias: 'x', id: 'second' });
    expect(JSON.parse(await readFile(path, 'utf8'))).to.deep.include({ format: 7 });
  });

  it('is told from one whose format cannot be read', async () => {
    await writeFile(store('format.json'), '{}');
    await expectError(listMedia({ mediaCache: folder() }), 'STATE_CORRUPT', /format\.json/);
  });
});

/** Name, size and time of change of everything below a folder. */
async function snapshot(path: string): Promise<string[]> {
  const names = await readdir(path, { recursive: true });
  const lines = names.map(async (name) => {
    const { size, mtimeMs, ino } = await stat(join(path, name));
    return `${name} ${size} ${mtimeMs} ${ino}`;
  });
  return (await Promise.all(lines)).sort();
}
