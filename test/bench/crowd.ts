/** Five hundred hosts that install at once, over HTTP and then over FTP, beside nginx and vsftpd over the same tree by the same clients. */
import { join } from 'node:path';
import { importMedia } from '../../src/media/import-media.js';
import { openCatalogue } from '../../src/media/store/open-catalogue.js';
import { startBuiltMediaServer } from './built-media-server.js';
import { startVsftpd } from './ftp-peers.js';
import { measureCrowd, type CrowdFigures } from './installer-crowd.js';
import { writeInstallerMedium } from './installer-medium.js';
import { startNginx } from './nginx-peer.js';
import { row, type Bench, type BenchRow } from './rows.js';
import { portOf } from './served-sample.js';

const installers = Number(process.env['DRYDOCK_BENCH_INSTALLERS'] ?? 500);
/** One of them takes minutes. */
const only = process.env['DRYDOCK_BENCH_PROTOCOL'];
const protocols = (['http', 'ftp'] as const).filter((name) => only === undefined || name === only);

/** A connection or two each, all from one address, which is not held to what is meant for one host. */
const limits = {
  ...{ connections: 4 * installers, connectionsPerAddress: 4 * installers },
  ...{ ftpSessions: 4 * installers, ftpSessionsPerAddress: 4 * installers },
};

interface Beside {
  readonly protocol: 'http' | 'ftp';
  readonly ours: string;
  readonly peerName: string;
  /** Why there is none, where there is none. */
  readonly peer: { readonly url: string; stop(): Promise<void> } | { readonly missing: string };
}

export const crowdBench: Bench = {
  name: 'crowd',
  run: async (folder, tell) => {
    const source = join(folder, 'source');
    const bytes = await writeInstallerMedium(source);
    const mediaCache = join(folder, 'cache');
    await importMedia({ source, mediaCache, id: 'sample' });
    const tree = (await openCatalogue(mediaCache).open('sample'))?.treeFolder ?? '';
    const { endpoints, stop } = await startBuiltMediaServer(folder, mediaCache, ['http', 'ftp'], limits);
    const rows: BenchRow[] = [];
    try {
      for (const protocol of protocols) {
        const ours = `${protocol}://127.0.0.1:${portOf(endpoints, protocol)}/media/sample/`;
        const beside = { protocol, ours, ...(await startPeerOf(protocol, folder, tree)) };
        for (const measured of await besidePeer(beside, bytes)) {
          tell(measured);
          rows.push(measured);
        }
      }
      return rows;
    } finally {
      await stop();
    }
  },
};

async function startPeerOf(
  protocol: 'http' | 'ftp',
  folder: string,
  tree: string,
): Promise<Pick<Beside, 'peer' | 'peerName'>> {
  if (protocol === 'http') {
    const nginx = await startNginx(folder, tree);
    return { peerName: 'nginx', peer: typeof nginx === 'string' ? { missing: nginx } : nginx };
  }
  const vsftpd = await startVsftpd(folder, tree);
  if (typeof vsftpd === 'string') return { peerName: 'vsftpd', peer: { missing: vsftpd } };
  return { peerName: 'vsftpd', peer: { url: `ftp://127.0.0.1:${vsftpd.port}/`, stop: () => vsftpd.stop() } };
}

async function besidePeer({ protocol, ours, peer, peerName }: Beside, bytes: number): Promise<BenchRow[]> {
  const mine = await measureCrowd({ url: ours, installers, bytes });
  const theirs = await theirFigures(peer, bytes);
  const line = (what: string, unit: string, better: 'less' | 'more', of: (figures: CrowdFigures) => number): BenchRow =>
    row(
      { case: `${installers} installers over ${protocol}: ${what}`, unit, better },
      of(mine),
      'missing' in theirs ? { name: peerName, ...theirs } : { name: peerName, value: of(theirs) },
    );
  return [
    line('the median', 's', 'less', ({ median }) => median),
    line('the slowest', 's', 'less', ({ most }) => most),
    line('all together', 'MB/s', 'more', ({ rate }) => rate),
  ];
}

/** A peer that fails under the crowd is told as such. */
async function theirFigures(peer: Beside['peer'], bytes: number): Promise<CrowdFigures | { missing: string }> {
  if ('missing' in peer) return peer;
  try {
    return await measureCrowd({ url: peer.url, installers, bytes });
  } catch (error) {
    return { missing: `an installation failed: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    await peer.stop();
  }
}
