import { expect } from 'chai';
import { join } from 'node:path';
import { importMedia } from '../../../src/media/import-media.js';
import { diskUseOf, listMedia, type StoredMedium } from '../../../src/media/list-media.js';
import { planPrune, pruneMedia, type PruneOptions } from '../../../src/media/prune-media.js';
import { setAlias } from '../../../src/media/store/aliases.js';
import { markInUse } from '../../../src/media/store/in-use.js';
import { diskFiles } from '../../../src/media/store/store-files.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { imageOf, temporaryFolder } from '../../support/media-cases.js';
import { treeinfoTree, treeSpecs } from '../../support/media-synthetic-tree.js';

const hour = 3_600_000;

describe('Pruning the media', () => {
  const folder = temporaryFolder();
  const tree = treeinfoTree({ packages: [{ name: 'xcp-ng-deps' }] });
  const cache = (): string => join(folder(), 'cache');
  let clock: VirtualClock;

  const prune = (options: Partial<PruneOptions> = {}): ReturnType<typeof pruneMedia> =>
    pruneMedia({ mediaCache: cache(), keep: 1, clock, ...options });
  const ids = async (): Promise<string[]> =>
    (await listMedia({ mediaCache: cache() })).map(({ summary }) => summary.id);

  /** An hour after the one before; all hold the same files and one of their own, which is as long as their id. */
  async function bring(id: string): Promise<void> {
    await clock.advance(hour);
    const source = await imageOf(folder(), [...treeSpecs(await tree), { path: 'ID', content: id }]);
    await importMedia({ source, mediaCache: cache(), id, clock });
  }

  beforeEach(() => (clock = new VirtualClock()));

  it('keeps the newest of each product, and says of each medium why', async () => {
    for (const id of ['oldest', 'older', 'newest']) await bring(id);
    await clock.advance(hour);

    const outcome = await prune();
    expect(outcome).to.deep.equal({
      dryRun: false,
      media: [
        { id: 'newest', removed: false, reason: 'one of the 1 newest of Synth-ng' },
        { id: 'older', removed: true, reason: '1 newer of Synth-ng stay' },
        { id: 'oldest', removed: true, reason: '1 newer of Synth-ng stay' },
      ],
      // All else is shared with the newest.
      freedBytes: 'older'.length + 'oldest'.length,
    });
    expect(await ids()).to.deep.equal(['newest']);
  });

  it('tells with --dry-run what would be freed, and removes nothing', async () => {
    for (const id of ['older', 'newest']) await bring(id);
    await clock.advance(hour);
    const [, whole] = await listMedia({ mediaCache: cache() });
    expect(await prune({ dryRun: true })).to.deep.include({ dryRun: true, freedBytes: 'older'.length });
    expect((await prune({ dryRun: true, keep: 0 })).freedBytes).to.equal((whole?.summary.bytes ?? 0) + 'newest'.length);
    expect(await ids()).to.deep.equal(['newest', 'older']);
  });

  it('never takes one that is in use, has a name, or is an hour old at most', async () => {
    for (const id of ['used', 'named', 'young']) await bring(id);
    await markInUse({ mediaCache: cache(), id: 'used', marker: 'run-1' });
    await setAlias({ mediaCache: cache(), id: 'named', alias: 'current' });
    await clock.advance(hour - 1);

    const outcome = await prune({ keep: 0 });
    expect(outcome.media.map(({ id, removed, reason }) => [id, removed, reason])).to.deep.equal([
      ['named', false, 'named current'],
      ['used', false, 'in use by run-1'],
      ['young', false, 'imported within the last hour'],
    ]);
    expect(outcome.freedBytes).to.equal(0);
  });

  it('leaves one that is named or used after it was looked at, too', async () => {
    for (const id of ['a', 'b']) await bring(id);
    await clock.advance(hour);
    let told = false;
    const files = {
      ...diskFiles,
      // The first change of the disk is the beginning of the first removal.
      makeFolder: async (path: string) => {
        if (!told) {
          told = true;
          await setAlias({ mediaCache: cache(), id: 'a', alias: 'late' });
          await markInUse({ mediaCache: cache(), id: 'b', marker: 'late' });
        }
        await diskFiles.makeFolder(path);
      },
    };
    const outcome = await prune({ keep: 0, files });
    expect(outcome.media.map(({ id, removed, reason }) => [id, removed, reason])).to.deep.equal([
      ['a', false, 'named late'],
      ['b', false, 'in use by late'],
    ]);
    expect(outcome.freedBytes).to.equal(0);
    expect(await ids()).to.deep.equal(['a', 'b']);
  });

  it('counts products apart, and media of the same moment by their ids', () => {
    const medium = (id: string, name: string, importedAt: number): StoredMedium =>
      ({ manifest: { id, product: { name }, importedAt }, aliases: [], inUse: [] }) as unknown as StoredMedium;
    const media = [medium('a', 'X', 5), medium('b', 'X', 5), medium('c', 'Y', 1), medium('d', 'X', 9)];
    const kept = planPrune(media, 2, 10 * hour).filter(({ removed }) => !removed);
    expect(kept.map(({ id }) => id)).to.deep.equal(['a', 'c', 'd']);
  });

  it('rests on what media take on disk, each content once', async () => {
    for (const id of ['one', 'three']) await bring(id);
    const media = await listMedia({ mediaCache: cache() });
    const [one] = media;
    const bytes = one?.summary.bytes ?? 0;
    expect(await diskUseOf({ mediaCache: cache() }, media)).to.deep.equal({ bytes: bytes + 5, own: bytes + 5 });
    expect(await diskUseOf({ mediaCache: cache() }, one === undefined ? [] : [one])).to.deep.equal({ bytes, own: 3 });
  });
});
