/** The HTTP server beside nginx, by the same client: rates, and what a gigabyte costs each of them. */
import { fileKinds, serveHttpSample, type FileKind, type HttpSample } from './http-sample.js';
import { runLoad } from './load-client.js';
import { startNginx, type HttpPeer } from './nginx-peer.js';
import { residentBytes } from './other-processes.js';
import { row, type Bench, type BenchRow, type PeerFigure } from './rows.js';

const rounds = 5;
/** Untimed, for each of them: a server that has run for a minute is measured, as in the bench of FTP. */
const warmUps = 2;
const gigabyte = 1e9;

interface Case {
  readonly name: string;
  readonly kind: FileKind;
  readonly connections: number;
  readonly requests: number;
  /** Bytes of each answer, where it is not the whole file. */
  readonly range?: number;
  readonly unit: 'MB/s' | 'files/s';
  /** Every connection is an installer of its own: how much longer the slowest takes is measured, too. */
  readonly each?: true;
}

const mebibyte = 1024 * 1024;

const cases: readonly Case[] = [
  { name: 'one stream of 1 GiB', kind: 'large', connections: 1, requests: 1, unit: 'MB/s' },
  { name: 'four streams of 512 MiB', kind: 'large', connections: 4, requests: 4, range: 512 * mebibyte, unit: 'MB/s' },
  { name: '64 streams of 32 MiB', kind: 'large', connections: 64, requests: 64, range: 32 * mebibyte, unit: 'MB/s' },
  { name: 'files of 2 MiB, 16 connections', kind: 'image', connections: 16, requests: 512, unit: 'files/s' },
  { name: 'files of 64 KiB, 16 connections', kind: 'package', connections: 16, requests: 12_000, unit: 'files/s' },
  { name: 'files of 9 KiB, 64 connections', kind: 'small', connections: 64, requests: 30_000, unit: 'files/s' },
  {
    name: '64 installers of 150 packages of 64 KiB',
    kind: 'package',
    connections: 64,
    requests: 9600,
    unit: 'files/s',
    each: true,
  },
];

export const httpBench: Bench = {
  name: 'http',
  run: async (folder, tell) => {
    const sample = await serveHttpSample(folder);
    try {
      const peer = await startNginx(folder, sample.tree);
      try {
        const rows: BenchRow[] = [];
        for (const one of cases) {
          for (const measured of await measureCase(one, sample, peer)) {
            rows.push(measured);
            tell(measured);
          }
        }
        return rows;
      } finally {
        if (typeof peer !== 'string') await peer.stop();
      }
    } finally {
      await sample.stop();
    }
  },
};

interface Round {
  readonly rate: number;
  /** Seconds of processor time for a gigabyte. */
  readonly cost: number;
  /** Time of the slowest connection beside their median. */
  readonly slowest: number;
}

/** In turns, so that a bad moment of the machine hits both. */
async function measureCase(one: Case, sample: HttpSample, peer: HttpPeer | string): Promise<BenchRow[]> {
  const ours: Round[] = [];
  const theirs: Round[] = [];
  const before = await residentBytes(sample.worker);
  for (let warmUp = 0; warmUp < warmUps; warmUp++) {
    await measureRound(one, sample, sample);
    if (typeof peer !== 'string') await measureRound(one, sample, { ...peer, base: '/' });
  }
  const memory = watchMemory(sample.worker);
  for (let round = 0; round < rounds; round++) {
    ours.push(await measureRound(one, sample, sample));
    if (typeof peer !== 'string') theirs.push(await measureRound(one, sample, { ...peer, base: '/' }));
  }
  const growth = (await memory.highest()) - before;
  const figure = (of: keyof Round): PeerFigure =>
    typeof peer === 'string' ? { name: 'nginx', missing: peer } : { name: 'nginx', value: median(theirs, of) };
  const name = `HTTP, ${one.name}`;
  const rows = [
    row({ case: name, unit: one.unit, better: 'more' }, median(ours, 'rate'), figure('rate')),
    row({ case: `${name}: CPU`, unit: 's/GB', better: 'less' }, median(ours, 'cost'), figure('cost')),
  ];
  if (one.each === true) {
    const what = { case: `${name}: slowest beside median`, unit: 'times', better: 'less' } as const;
    rows.push(row(what, median(ours, 'slowest'), figure('slowest')));
  }
  if (one.connections < 64) return rows;
  const noPeer = { name: 'nginx', missing: 'not compared: it sends from the page cache' };
  return [...rows, row({ case: `${name}: memory growth`, unit: 'MB', better: 'less' }, growth / 1e6, noPeer)];
}

async function measureRound(
  one: Case,
  sample: HttpSample,
  server: { readonly port: number; readonly base: string; readonly processes: readonly number[] },
): Promise<Round> {
  const paths = sample.paths(one.kind).map((path) => server.base + path);
  const large = one.range !== undefined && paths.length === 1;
  const { seconds, bytes, processor, slowest } = await runLoad({
    port: server.port,
    // Each stream reads another part of the file, as far as there are parts.
    paths: large ? Array.from({ length: fileKinds.large.size / one.range }, () => paths[0] ?? '') : paths,
    connections: one.connections,
    requests: one.requests,
    range: one.range ?? 0,
    each: one.each === true,
    processes: server.processes,
    warm: `${server.base}${sample.paths('small')[0] ?? ''}`,
  });
  const rate = one.unit === 'MB/s' ? bytes / 1e6 / seconds : one.requests / seconds;
  return { rate, cost: processor / (bytes / gigabyte), slowest };
}

function watchMemory(process: number): { highest(): Promise<number> } {
  let most = 0;
  const look = async (): Promise<void> => {
    most = Math.max(most, await residentBytes(process));
  };
  const timer = setInterval(() => void look(), 50);
  return {
    highest: async () => {
      clearInterval(timer);
      await look();
      return most;
    },
  };
}

function median(measured: readonly Round[], of: keyof Round): number {
  const sorted = measured.map((one) => one[of]).sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
