/** The actions that the crash table is made of, on media small enough for hundreds of runs. */
import { expect } from 'chai';
import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importMedia } from '../../../src/media/import-media.js';
import { listMedia } from '../../../src/media/list-media.js';
import { removeMedium } from '../../../src/media/remove-medium.js';
import { repairMedium } from '../../../src/media/repair-medium.js';
import { readAliases, setAlias } from '../../../src/media/store/aliases.js';
import { inUse, markInUse } from '../../../src/media/store/in-use.js';
import { mediaStore } from '../../../src/media/store/media-store.js';
import { openStaging } from '../../../src/media/store/staging.js';
import type { StoreFiles } from '../../../src/media/store/store-files.js';
import { verifyMedium } from '../../../src/media/verify-medium.js';
import { imageOf } from '../../support/media-cases.js';
import { failingDisk } from '../../support/media-failing-disk.js';
import { writeTree } from '../../support/media-sources.js';
import { treeinfoTree } from '../../support/media-synthetic-tree.js';
import { tarOfTree } from '../../support/media-tar-writer.js';
import { zipOf } from '../../support/media-zip-writer.js';
import type { CrashScenario } from './crash-points.js';

const id = 'synth-ng-8.3.0';

/** Written by 0.1.0: media `first` and `second`. */
const firstFormat = fileURLToPath(new URL('../../fixtures/media/store-format-1', import.meta.url));
const faulty = ['EULA', 'boot/vmlinuz', 'install.img'] as const;

export const scenarioNames = [
  'import of an image',
  'import of a folder',
  'import of a zip archive',
  'import of a tar archive',
  'import with a name, after one that died',
  'switch of a name',
  'mark of use',
  'removal',
  'repair',
  'migration of a store of the first format',
] as const;

/** @param folder where the sources lie while the scenarios are used */
export async function crashScenarios(folder: string): Promise<CrashScenario[]> {
  const tree = await treeinfoTree({ packages: [{ name: 'xcp-ng-deps' }] });
  const source = await imageOf(folder, tree);
  const others = {
    folder: join(folder, 'tree'),
    'zip archive': join(folder, 'zip'),
    'tar archive': join(folder, 'tar'),
  };
  await writeTree(others.folder, tree);
  await writeFile(others['zip archive'], zipOf(tree));
  await writeFile(others['tar archive'], tarOfTree(tree));
  const bring = (mediaCache: string, files?: StoreFiles, alias?: string): Promise<unknown> =>
    importMedia({ source, mediaCache, files, id, alias });
  return [
    {
      name: 'import of an image',
      prepare: () => Promise.resolve(),
      act: (cache, files) => bring(cache, files),
      look: lookAtMedia,
      done: 'whole',
      untouched: 'nothing',
    },
    ...Object.entries(others).map(([kind, path]): CrashScenario => ({
      name: `import of a ${kind}`,
      prepare: () => Promise.resolve(),
      act: (mediaCache, files) => importMedia({ source: path, mediaCache, files, id }),
      look: lookAtMedia,
      done: 'whole',
      untouched: 'nothing',
      every: 9,
    })),
    {
      name: 'import with a name, after one that died',
      prepare: dieWhileImporting(bring),
      act: (cache, files) => bring(cache, files, 'current'),
      look: async (cache) => {
        const state = await lookAtMedia(cache);
        const named = (await readAliases(cache)).get('current');
        if (named !== undefined) expect(named).to.equal(id);
        return named === undefined && state === 'whole' ? 'whole, not yet named' : state;
      },
      done: 'whole',
      untouched: 'nothing',
      leavesOut: /tree\/…/,
    },
    {
      name: 'switch of a name',
      prepare: async (cache) => {
        await importMedia({ source, mediaCache: cache, id: 'first', alias: 'current' });
        await importMedia({ source, mediaCache: cache, id: 'second' });
      },
      act: (mediaCache, files) => setAlias({ mediaCache, files, alias: 'current', id: 'second' }),
      look: async (cache) => ((await readAliases(cache)).get('current') === 'first' ? 'old' : lookAtName(cache)),
      done: 'new',
    },
    {
      name: 'mark of use',
      prepare: (cache) => bring(cache).then(() => undefined),
      act: (mediaCache, files) => markInUse({ mediaCache, files, id, marker: 'grant-1' }),
      look: async (mediaCache) => {
        const markers = await inUse({ mediaCache, id });
        for (const marker of markers) expect(marker).to.equal('grant-1');
        return markers.length === 0 ? 'not marked' : 'marked';
      },
      done: 'marked',
    },
    {
      name: 'removal',
      prepare: (cache) => bring(cache, undefined, 'current').then(() => undefined),
      act: async (mediaCache, files) => {
        const there = (await listMedia({ mediaCache })).length > 0;
        if (there || files !== undefined) await removeMedium({ mediaCache, files, id });
        // What is gone already cannot be removed; whoever begins an import next tidies up.
        else await (await openStaging(mediaStore(mediaCache), {})).close();
      },
      look: async (cache) => {
        const state = await lookAtMedia(cache);
        const named = (await readAliases(cache)).has('current');
        if (state === 'nothing') return named ? 'gone, its name left' : 'gone';
        return named ? 'whole' : 'whole, without its name';
      },
      done: 'gone',
    },
    {
      name: 'repair',
      prepare: async (cache) => {
        await bring(cache);
        const path = (name: string): string => join(cache, 'v1', 'media', id, 'tree', name);
        await writeFile(path('EULA'), 'changed');
        await rm(path('boot/vmlinuz'));
        await truncate(path('install.img'), 100);
      },
      act: (mediaCache, files) => repairMedium({ mediaCache, files, id, source }),
      look: lookAtRepaired,
      isDamaged: true,
      every: 6,
      done: 'whole, a new generation',
    },
    {
      name: 'migration of a store of the first format',
      prepare: async (cache) => {
        await cp(firstFormat, cache, { recursive: true });
        await rm(join(cache, 'v1', 'in-use'), { recursive: true });
      },
      act: (mediaCache, files) => setAlias({ mediaCache, files, alias: 'other', id: 'first' }),
      look: lookAtMigrated,
      done: 'of this format, and changed',
      every: 3,
    },
  ];
}

/** Leaves a staging folder with half a tree in it. */
function dieWhileImporting(bring: (cache: string, files: StoreFiles) => Promise<unknown>) {
  return async (cache: string): Promise<void> => {
    const disk = await failingDisk(cache, { kind: 'stop', at: 40, seed: 1 });
    await bring(cache, disk).catch(() => undefined);
    await disk.settle();
  };
}

async function lookAtMedia(cache: string): Promise<string> {
  const media = await listMedia({ mediaCache: cache });
  if (media.length === 0) return 'nothing';
  expect(media.map(({ manifest }) => manifest.id)).to.deep.equal([id]);
  return 'whole';
}

async function lookAtName(cache: string): Promise<string> {
  expect((await readAliases(cache)).get('current')).to.equal('second');
  return 'new';
}
/** Every file is as it was or as it should be. */
async function lookAtRepaired(mediaCache: string): Promise<string> {
  const { damaged, missing, extra } = await verifyMedium({ mediaCache, id });
  for (const path of [...damaged, ...missing, ...extra]) expect(path).to.be.oneOf([...faulty]);
  const [medium] = await listMedia({ mediaCache });
  const generation = medium?.manifest.generation ?? 0;
  expect(generation).to.be.within(1, 3);
  const left = damaged.length + missing.length;
  if (left === faulty.length) return 'as before';
  if (left > 0) return 'some files repaired';
  return generation > 1 ? 'whole, a new generation' : 'whole, of the old generation';
}

async function lookAtMigrated(mediaCache: string): Promise<string> {
  const media = await listMedia({ mediaCache });
  expect(media.map(({ manifest }) => manifest.id)).to.deep.equal(['first', 'second']);
  const aliases = await readAliases(mediaCache);
  expect(aliases.get('current')).to.equal('first');
  const format = await readFile(join(mediaCache, 'v1', 'format.json'), 'utf8').catch(() => undefined);
  if (format === undefined) return aliases.has('other') ? 'of the first format, but changed' : 'of the first format';
  return aliases.has('other') ? 'of this format, and changed' : 'of this format';
}
