/** A repair that is cut off at any change of the disk: each file is as it was or as it should be, and the next start ends it. */
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { cp, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importMedia } from '../../../src/media/import-media.js';
import { showMedium } from '../../../src/media/list-media.js';
import { repairMedium, type RepairOptions } from '../../../src/media/repair-medium.js';
import { mediaStore } from '../../../src/media/store/media-store.js';
import { openStaging } from '../../../src/media/store/staging.js';
import { verifyMedium } from '../../../src/media/verify-medium.js';
import { imageOf, temporaryFolder } from '../../support/media-cases.js';
import { failingDisk } from '../../support/media-failing-disk.js';
import { treeinfoTree, treeSpecs } from '../../support/media-synthetic-tree.js';

const id = 'synth-ng-8.3.0';
const whole = { damaged: [], missing: [], extra: [] };

describe('A repair on a disk that goes wrong', () => {
  const folder = temporaryFolder();
  const cache = (name = 'cache'): string => join(folder(), name);
  const fileOf = (path: string, medium = id, name = 'cache'): string =>
    join(cache(name), 'v1', 'media', medium, 'tree', path);
  const verify = (medium = id, name = 'cache'): ReturnType<typeof verifyMedium> =>
    verifyMedium({ mediaCache: cache(name), id: medium });

  it('cut off at any change of the disk leaves each file as it was or as it should be, and a repeat finishes', async () => {
    const specs = [
      ...treeSpecs(await treeinfoTree({ packages: [{ name: 'xcp-ng-deps' }, { name: 'kernel' }] })),
      { path: 'twin', content: '', sameAs: 'EULA' },
    ];
    const source = await imageOf(folder(), specs);
    await importMedia({ source, mediaCache: cache() });
    await importMedia({ source, mediaCache: cache(), id: 'second' });
    await writeFile(fileOf('EULA'), 'damaged');
    await rm(fileOf('install.img'));
    await writeFile(fileOf('NOTES'), 'mine');
    const paths = [fileOf('EULA'), fileOf('EULA', 'second'), fileOf('twin'), fileOf('install.img')];
    const digests = async (name: string): Promise<string[]> =>
      Promise.all(paths.map((path) => digestOf(path.replace(cache(), cache(name)))));
    const act = (name: string, files?: RepairOptions['files']): Promise<unknown> =>
      repairMedium({ mediaCache: cache(name), id, source, files });

    const old = await digests('cache');
    const copyTo = (name: string): Promise<void> => copyWithLinks(cache(), cache(name), paths);
    await copyTo('whole');
    const disk = await failingDisk(cache('whole'));
    await act('whole', disk);
    const good = await digests('whole');
    expect(disk.changes.length).to.be.greaterThan(20);

    // What comes before is in the staging, as with an import.
    const first = disk.changes.findIndex(({ path }) => path.endsWith('repair.json')) - 4;
    expect(first).to.be.greaterThan(0);
    for (let at = first; at < disk.changes.length; at++) {
      const name = `at-${at}`;
      await copyTo(name);
      const failing = await failingDisk(cache(name), { kind: at % 2 === 0 ? 'stop' : 'power-cut', at, seed: at });
      await act(name, failing).catch(() => undefined);
      await failing.settle();

      const between = await digests(name);
      between.forEach((digest, index) => expect(digest, name).to.be.oneOf([old[index], good[index]]));
      // Whoever is next finishes what was begun, so that no server keeps an old file open.
      await (await openStaging(mediaStore(cache(name)), {})).close();
      for (const medium of [id, 'second']) {
        const { manifest } = await showMedium({ mediaCache: cache(name), id: medium });
        const changed = paths.some((path, index) => path.includes(`/${medium}/`) && between[index] !== old[index]);
        if (changed) expect(manifest.generation, `${name} ${medium}`).to.equal(2);
      }
      await act(name);
      expect(await digests(name), name).to.deep.equal(good);
      for (const medium of [id, 'second']) expect(await verify(medium, name), name).to.deep.include(whole);
      await rm(cache(name), { recursive: true });
    }
  });
});

async function digestOf(path: string): Promise<string> {
  const content = await readFile(path).catch(() => 'missing');
  return createHash('sha256').update(content).digest('hex');
}

/** cp makes a file of each name; those that were one file are made one again. */
async function copyWithLinks(from: string, to: string, paths: readonly string[]): Promise<void> {
  await cp(from, to, { recursive: true });
  const [first, ...others] = paths.filter((path) => /EULA|twin/.test(path)).map((path) => path.replace(from, to));
  for (const other of others) {
    await rm(other);
    await link(first ?? '', other);
  }
}
