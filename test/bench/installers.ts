/** Sixty-four hosts that install at once from one media server, beside nginx over the same tree by the same clients. */
import { join } from 'node:path';
import { importMedia } from '../../src/media/import-media.js';
import { openCatalogue } from '../../src/media/store/open-catalogue.js';
import { measureCrowd, middleRound, type CrowdFigures } from './installer-crowd.js';
import { writeInstallerMedium } from './installer-medium.js';
import { startNginx } from './nginx-peer.js';
import { row, type Bench, type BenchRow, type PeerFigure } from './rows.js';
import { portOf } from './served-sample.js';
import { startBuiltMediaServer } from './built-media-server.js';

const installers = 64;
const rounds = 3;

export const installersBench: Bench = {
  name: 'installers',
  run: async (folder) => {
    const source = join(folder, 'source');
    const bytes = await writeInstallerMedium(source);
    const mediaCache = join(folder, 'cache');
    await importMedia({ source, mediaCache, id: 'sample' });
    const treeFolder = (await openCatalogue(mediaCache).open('sample'))?.treeFolder ?? '';
    const { endpoints, stop } = await startBuiltMediaServer(folder, mediaCache, ['http']);
    const nginx = await startNginx(folder, treeFolder);
    try {
      const ours = `http://127.0.0.1:${portOf(endpoints, 'http')}/media/sample/`;
      const both: { ours: CrowdFigures[]; peer: CrowdFigures[] } = { ours: [], peer: [] };
      // In turn, so that a bad moment of the machine strikes both.
      for (let round = 0; round < rounds; round++) {
        both.ours.push(await measureCrowd({ url: ours, installers, bytes }));
        if (typeof nginx !== 'string') both.peer.push(await measureCrowd({ url: nginx.url, installers, bytes }));
      }
      return rows(middleRound(both.ours), typeof nginx === 'string' ? nginx : middleRound(both.peer));
    } finally {
      if (typeof nginx !== 'string') await nginx.stop();
      await stop();
    }
  },
};

function rows(ours: CrowdFigures, nginx: CrowdFigures | string): BenchRow[] {
  const peer = (figure: (figures: CrowdFigures) => number): PeerFigure =>
    typeof nginx === 'string' ? { name: 'nginx', missing: nginx } : { name: 'nginx', value: figure(nginx) };
  const line = (
    what: string,
    unit: string,
    better: 'less' | 'more',
    figure: (figures: CrowdFigures) => number,
  ): BenchRow => row({ case: `${installers} installers: ${what}`, unit, better }, figure(ours), peer(figure));
  return [
    line('the fastest', 's', 'less', ({ least }) => least),
    line('the median', 's', 'less', ({ median }) => median),
    line('the slowest', 's', 'less', ({ most }) => most),
    line('slowest / median (at most 2)', 'times', 'less', ({ most, median }) => most / median),
    line('all together', 'MB/s', 'more', ({ rate }) => rate),
  ];
}
