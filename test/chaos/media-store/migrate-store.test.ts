/** A store of the first format is migrated whatever the disk does on the way; test/media/store/migrate-store.test.ts has the rest. */
import { expect } from 'chai';
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listMedia } from '../../../src/media/list-media.js';
import { setAlias } from '../../../src/media/store/aliases.js';
import { mediaStore } from '../../../src/media/store/media-store.js';
import { openStaging } from '../../../src/media/store/staging.js';
import { temporaryFolder } from '../../support/media-cases.js';
import { failingDisk } from '../../support/media-failing-disk.js';

/** Written by 0.1.0: media `first` (named current) and `second` (in use by run-7). */
const firstFormat = fileURLToPath(new URL('../../fixtures/media/store-format-1', import.meta.url));

describe('The migration of a store of the first format', () => {
  const folder = temporaryFolder();
  const cache = (name = 'cache'): string => join(folder(), name);
  const formatsIn = async (name: string): Promise<unknown[]> => {
    const formats: unknown[] = [];
    for (const path of ['format.json', 'media/first/manifest.json', 'media/second/manifest.json']) {
      const text = await readFile(join(cache(name), 'v1', path), 'utf8').catch(() => '{}');
      formats.push((JSON.parse(text) as { format?: number }).format);
    }
    return formats;
  };

  beforeEach(() => cp(firstFormat, cache(), { recursive: true }));

  it('is whole after every failure of the disk on the way, and a repeat finishes', async () => {
    const act = (name: string, files?: Awaited<ReturnType<typeof failingDisk>>): Promise<void> =>
      setAlias({ mediaCache: cache(name), id: 'first', alias: 'other', files });
    await rm(join(cache(), 'v1', 'in-use'), { recursive: true });
    await cp(cache(), cache('whole'), { recursive: true });
    const whole = await failingDisk(cache('whole'));
    await act('whole', whole);
    expect(await formatsIn('whole')).to.deep.equal([2, 2, 2]);
    expect(whole.changes.length).to.be.greaterThan(15);

    for (const kind of ['io-error', 'power-cut'] as const) {
      for (let at = 0; at < whole.changes.length; at++) {
        const name = `${kind}-${at}`;
        await cp(cache(), cache(name), { recursive: true });
        const disk = await failingDisk(cache(name), { kind, at, seed: at });
        await act(name, disk).catch(() => undefined);
        await disk.settle();

        const media = await listMedia({ mediaCache: cache(name) });
        expect(
          media.map(({ manifest }) => [manifest.id, manifest.generation]),
          name,
        ).to.deep.equal([
          ['first', 1],
          ['second', 1],
        ]);
        await act(name);
        expect(await formatsIn(name), name).to.deep.equal([2, 2, 2]);
        await (await openStaging(mediaStore(cache(name)), {})).close();
        expect(await leftovers(cache(name)), name).to.deep.equal([]);
        await rm(cache(name), { recursive: true });
      }
    }
  });
});

async function leftovers(path: string): Promise<string[]> {
  await mkdir(join(path, 'v1', 'staging'), { recursive: true });
  const names = await readdir(path, { recursive: true });
  return names.filter((name) => name.endsWith('.tmp') || /staging\/./.test(name) || name.endsWith('repair.json'));
}
