/** The HTTP server beside nginx, by the same client: one large stream, and small files over kept connections. */
import { mkdir, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { findProgram } from '../media-builder/programs.js';
import { seconds } from './measure.js';
import { freePort, startPeer } from './peer-process.js';
import { row, type Bench, type BenchRow, type PeerFigure } from './rows.js';
import { largeFile } from './sample-medium.js';
import { portOf, serveSample, type ServedSample } from './served-sample.js';

const rounds = 5;
const connections = 16;

interface Figures {
  /** Megabytes a second. */
  readonly large: number;
  /** Files a second. */
  readonly one: number;
  readonly many: number;
}

export const httpBench: Bench = {
  name: 'http',
  run: async (folder) => {
    const served = await serveSample(folder);
    try {
      const ours = await measure(`http://127.0.0.1:${portOf(served.endpoints, 'http')}/media/sample/`, served.small);
      return rows(ours, await measureNginx(folder, served));
    } finally {
      await served.stop();
    }
  },
};

function rows(ours: Figures, nginx: Figures | string): readonly BenchRow[] {
  const peer = (figure: keyof Figures): PeerFigure =>
    typeof nginx === 'string' ? { name: 'nginx', missing: nginx } : { name: 'nginx', value: nginx[figure] };
  return [
    row({ case: 'HTTP, one stream of 100 MB', unit: 'MB/s', better: 'more' }, ours.large, peer('large')),
    row({ case: 'HTTP, files of 64 KiB over 1 connection', unit: 'files/s', better: 'more' }, ours.one, peer('one')),
    row(
      { case: `HTTP, files of 64 KiB over ${connections} connections`, unit: 'files/s', better: 'more' },
      ours.many,
      peer('many'),
    ),
  ];
}

async function measure(base: string, small: readonly string[]): Promise<Figures> {
  const large = await seconds(rounds, () => fetchAll(base, [largeFile], 1));
  const one = await seconds(rounds, () => fetchAll(base, small, 1));
  const many = await seconds(rounds, () => fetchAll(base, small, connections));
  return { large: 100 / large, one: small.length / one, many: small.length / many };
}

async function fetchAll(base: string, paths: readonly string[], parallel: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: parallel });
  const left = [...paths];
  const worker = async (): Promise<void> => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) await fetchOne(`${base}${path}`, agent);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  agent.destroy();
}

function fetchOne(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode ?? 0}`));
      response.on('error', reject).on('end', resolve).resume();
    }).on('error', reject);
  });
}

/** One worker with sendfile, no log: nginx at its best on one core. */
async function measureNginx(folder: string, served: ServedSample): Promise<Figures | string> {
  const program = findProgram('nginx') ?? findProgram('../sbin/nginx');
  if (program === undefined) return 'not installed';
  const prefix = join(folder, 'nginx');
  const port = await freePort();
  await mkdir(prefix);
  const config = join(prefix, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${prefix}/${kind};`)
    .join(' ');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  await writeFile(
    config,
    `daemon off; ${user} worker_processes 1; pid ${prefix}/pid; error_log ${prefix}/error.log; events {} http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000; ${temporary} server { listen 127.0.0.1:${port}; root ${served.treeFolder}; } }`,
  );
  const peer = await startPeer(program, ['-c', config, '-p', prefix], port);
  if (peer === undefined) return 'did not start';
  try {
    return await measure(`http://127.0.0.1:${port}/`, served.small);
  } finally {
    await peer.stop();
  }
}
