/** Sixty-four hosts that install at once from one media server, beside nginx over the same tree by the same clients. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { importMedia } from '../../src/media/import-media.js';
import { openCatalogue } from '../../src/media/store/open-catalogue.js';
import { writeInstallerMedium } from './installer-medium.js';
import { startNginx } from './nginx-peer.js';
import { row, type Bench, type BenchRow, type PeerFigure } from './rows.js';
import { portOf } from './served-sample.js';
import { startBuiltMediaServer } from './built-media-server.js';

const installers = 64;
/** So that a client is not what is measured. */
const clientProcesses = 4;
const rounds = 3;

/** Seconds, and megabytes a second in all. */
interface Figures {
  readonly least: number;
  readonly median: number;
  readonly most: number;
  readonly rate: number;
}

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
      const both: { ours: Figures[]; peer: Figures[] } = { ours: [], peer: [] };
      // In turn, so that a bad moment of the machine strikes both.
      for (let round = 0; round < rounds; round++) {
        both.ours.push(await measure(ours, bytes));
        if (typeof nginx !== 'string') both.peer.push(await measure(nginx.url, bytes));
      }
      return rows(middle(both.ours), typeof nginx === 'string' ? nginx : middle(both.peer));
    } finally {
      if (typeof nginx !== 'string') await nginx.stop();
      await stop();
    }
  },
};

function rows(ours: Figures, nginx: Figures | string): BenchRow[] {
  const peer = (figure: (figures: Figures) => number): PeerFigure =>
    typeof nginx === 'string' ? { name: 'nginx', missing: nginx } : { name: 'nginx', value: figure(nginx) };
  const line = (what: string, unit: string, better: 'less' | 'more', figure: (figures: Figures) => number): BenchRow =>
    row({ case: `${installers} installers: ${what}`, unit, better }, figure(ours), peer(figure));
  return [
    line('the fastest', 's', 'less', ({ least }) => least),
    line('the median', 's', 'less', ({ median }) => median),
    line('the slowest', 's', 'less', ({ most }) => most),
    line('slowest / median (at most 2)', 'times', 'less', ({ most, median }) => most / median),
    line('all together', 'MB/s', 'more', ({ rate }) => rate),
  ];
}

async function measure(url: string, bytes: number): Promise<Figures> {
  const clients = Array.from({ length: clientProcesses }, () => startClient(url, installers / clientProcesses));
  await Promise.all(clients.map((client) => client.ready));
  const began = performance.now();
  const all = (await Promise.all(clients.map((client) => client.run()))).flat();
  const took = (performance.now() - began) / 1000;
  const sorted = all.sort((left, right) => left - right);
  return {
    least: sorted[0] ?? Number.NaN,
    median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
    rate: (installers * bytes) / took / 1e6,
  };
}

/** The round whose median is the median of the rounds. */
function middle(rounds: readonly Figures[]): Figures {
  const sorted = [...rounds].sort((left, right) => left.median - right.median);
  return sorted[Math.floor(sorted.length / 2)] ?? { least: NaN, median: NaN, most: NaN, rate: NaN };
}

const secondsSchema = z.array(z.number());

interface Client {
  readonly ready: Promise<void>;
  run(): Promise<readonly number[]>;
}

function startClient(url: string, count: number): Client {
  const program = fileURLToPath(new URL('installer-client.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [...process.execArgv, program, url, String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.startsWith('ready\n')) resolve();
    });
    child.once('exit', () => reject(new Error('a client process ended before its time')));
  });
  return {
    ready,
    run: async () => {
      const closed = once(child, 'close');
      child.stdin?.write('go\n');
      await closed;
      return secondsSchema.parse(JSON.parse(said.slice('ready\n'.length)));
    },
  };
}
