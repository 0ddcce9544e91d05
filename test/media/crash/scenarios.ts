/** The actions that the crash table is made of, on media small enough for hundreds of runs. */
import { expect } from 'chai';
import { importMedia } from '../../../src/media/import-media.js';
import { listMedia } from '../../../src/media/list-media.js';
import { removeMedium } from '../../../src/media/remove-medium.js';
import { readAliases, setAlias } from '../../../src/media/store/aliases.js';
import { inUse, markInUse } from '../../../src/media/store/in-use.js';
import { mediaStore } from '../../../src/media/store/media-store.js';
import { openStaging } from '../../../src/media/store/staging.js';
import type { StoreFiles } from '../../../src/media/store/store-files.js';
import { imageOf } from '../../support/media-cases.js';
import { failingDisk } from '../../support/media-failing-disk.js';
import { treeinfoTree } from '../../support/media-synthetic-tree.js';
import type { CrashScenario } from './crash-points.js';

const id = 'synth-ng-8.3.0';

export const scenarioNames = [
  'import of an image',
  'import with a name, after one that died',
  'switch of a name',
  'mark of use',
  'removal',
] as const;

/** @param folder where the sources lie while the scenarios are used */
export async function crashScenarios(folder: string): Promise<CrashScenario[]> {
  const source = await imageOf(folder, await treeinfoTree({ packages: [{ name: 'xcp-ng-deps' }] }));
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
