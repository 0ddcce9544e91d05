/** Import, which verifies, syncs and publishes, beside programs that only unpack. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { importMedia } from '../../src/media/import-media.js';
import { findProgram, run } from '../media-builder/programs.js';
import { seconds } from './measure.js';
import { row, type Bench, type PeerFigure } from './rows.js';
import { largeFile, largeSize, writeSampleIso } from './sample-medium.js';

const rounds = 3;

export const importBench: Bench = {
  name: 'import',
  run: async (folder) => {
    const { image, bytes } = await writeSampleIso(folder);
    const ours = await seconds(rounds, (round) =>
      importMedia({ source: image, mediaCache: join(folder, `cache-${round}`), id: 'sample' }),
    );
    const size = `${Math.round(bytes / 1e6)} MB, 610 files`;
    const extract = (peer: string, args: (target: string) => string[]): Promise<PeerFigure> =>
      unpack(peer, folder, args);
    const peers = [
      await extract('bsdtar', (target) => ['-x', '-f', image, '-C', target]),
      await extract('xorriso', (target) => ['-osirrox', 'on', '-indev', image, '-extract', '/', target]),
    ];
    return peers.map((peer) =>
      row({ case: `import ${size}, against unpacking alone`, unit: 's', better: 'less' }, ours, peer),
    );
  },
};

async function unpack(peer: string, folder: string, args: (target: string) => string[]): Promise<PeerFigure> {
  if (findProgram(peer) === undefined) return { name: peer, missing: 'not installed' };
  const value = await seconds(rounds, async (round) => {
    const target = join(folder, `${peer}-${round}`);
    await mkdir(target);
    await run(peer, args(target));
  });
  // A peer that could not read the image would be the fastest of all.
  const unpacked = await stat(join(folder, `${peer}-0`, largeFile)).catch(() => undefined);
  if (unpacked?.size !== largeSize) return { name: peer, missing: 'did not unpack the image' };
  return { name: peer, value };
}
