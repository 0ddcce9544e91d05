/** The FTP server beside vsftpd and ftp-srv: one stream, and small files over one session, with their processor time. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findProgram, run } from '../media-builder/programs.js';
import { startFtpSrv, startVsftpd, type FtpPeer, type Missing } from './ftp-peers.js';
import { largeBytes, serveFtpSample, type FtpSample } from './ftp-sample.js';
import { cpuSeconds } from './process-cpu.js';
import { row, type Bench, type BenchRow, type PeerFigure } from './rows.js';
import { largeFile } from './sample-medium.js';

const rounds = 5;
/** Small files are fetched this often before anything counts: a server that has run for a minute is measured. */
const warmUps = 5;
/** Small files are fetched this often for one figure: once takes a fifth of a second, which says more of the moment than of the server. */
const passes = 5;

interface Task {
  readonly names: readonly string[];
  readonly bytes: number;
}

interface Measured {
  readonly seconds: number[];
  cpu: number;
}

interface Contestant {
  readonly server: FtpPeer;
  readonly folder: string;
  readonly tasks: Readonly<Record<Case, Task>>;
  readonly measured: Readonly<Record<Case, Measured>>;
}

type Case = 'large' | 'small' | 'tiny';

const cases: readonly Case[] = ['large', 'small', 'tiny'];

export const ftpBench: Bench = {
  name: 'ftp',
  run: async (folder, tell) => {
    if (findProgram('python3') === undefined) throw new Error('the client of this bench needs python3: not installed');
    const sample = await serveFtpSample(folder);
    const peers = [
      { name: 'vsftpd', found: await startVsftpd(folder, sample.tree), small: sample.small.length },
      // Some 20 files a second: it would take minutes with all of them.
      { name: 'ftp-srv', found: await startFtpSrv(folder, sample.tree), small: 20 },
    ];
    const ours = contestant(sample.ours, sample.folder, sample, sample.small.length);
    const others = peers.map(({ name, found, small }) => ({
      name,
      found: typeof found === 'string' ? found : contestant(found, '', sample, small),
    }));
    try {
      const running = others.flatMap(({ found }) => (typeof found === 'string' ? [] : [found]));
      await race([ours, ...running]);
      const rows = others.flatMap(({ name, found }) => rowsOf(ours, name, found));
      rows.forEach(tell);
      return rows;
    } finally {
      for (const { found } of others) if (typeof found !== 'string') await found.server.stop();
      await sample.ours.stop();
    }
  },
};

function contestant(server: FtpPeer, folder: string, sample: FtpSample, count: number): Contestant {
  const first = (files: FtpSample['small']): Task => {
    const some = Array.from({ length: passes }, () => files.slice(0, count)).flat();
    return { names: some.map(({ path }) => path), bytes: some.reduce((sum, { size }) => sum + size, 0) };
  };
  const nothing = (): Measured => ({ seconds: [], cpu: 0 });
  return {
    server,
    folder,
    tasks: {
      large: { names: [largeFile], bytes: largeBytes },
      small: first(sample.small),
      tiny: first(sample.tiny),
    },
    measured: { large: nothing(), small: nothing(), tiny: nothing() },
  };
}

/** Everybody once a round, so that a bad moment of the machine hits all alike. */
async function race(contestants: readonly Contestant[]): Promise<void> {
  for (const one of contestants) {
    for (let round = 0; round < warmUps; round++) await fetchAll(one, one.tasks.small);
    await fetchAll(one, one.tasks.large);
  }
  for (let round = 0; round < rounds; round++) {
    for (const one of contestants) {
      for (const name of cases) {
        const before = cpuSeconds(one.server.pid);
        const seconds = await fetchAll(one, one.tasks[name]);
        // A session's process may end a moment after its client.
        await new Promise((resolve) => setTimeout(resolve, 50));
        one.measured[name].seconds.push(seconds);
        one.measured[name].cpu += cpuSeconds(one.server.pid) - before;
      }
    }
  }
}

const client = fileURLToPath(new URL('ftp-client.py', import.meta.url));
const answerSchema = z.object({ seconds: z.number(), bytes: z.number() });

async function fetchAll({ server, folder }: Contestant, { names, bytes }: Task): Promise<number> {
  const task = { host: '127.0.0.1', port: server.port, folder, names };
  const output = await run('python3', [client], { input: JSON.stringify(task) });
  const answer = answerSchema.parse(JSON.parse(output.toString()));
  if (answer.bytes !== bytes) throw new Error(`${server.name} gave ${answer.bytes} bytes of ${bytes}`);
  return answer.seconds;
}

function rowsOf(ours: Contestant, name: string, peer: Contestant | Missing): BenchRow[] {
  const figure = (of: (one: Contestant) => number): PeerFigure =>
    typeof peer === 'string' ? { name, missing: peer } : { name, value: of(peer) };
  const compare = (title: string, unit: string, better: 'more' | 'less', of: (one: Contestant) => number): BenchRow =>
    row({ case: title, unit, better }, of(ours), figure(of));
  return [
    compare('FTP, one stream of 1 GiB', 'MB/s', 'more', (one) => largeBytes / 1e6 / median(one.measured.large)),
    compare('FTP, one stream of 1 GiB, processor', 's/GB', 'less', (one) => cpuPerGigabyte(one, 'large')),
    compare('FTP, files of 64 KiB over one session', 'files/s', 'more', (one) => filesPerSecond(one, 'small')),
    compare('FTP, files of 64 KiB, processor', 's/GB', 'less', (one) => cpuPerGigabyte(one, 'small')),
    compare('FTP, files of 9 KiB over one session', 'files/s', 'more', (one) => filesPerSecond(one, 'tiny')),
    compare('FTP, files of 9 KiB, processor', 's/GB', 'less', (one) => cpuPerGigabyte(one, 'tiny')),
  ];
}

function filesPerSecond(one: Contestant, name: Case): number {
  return one.tasks[name].names.length / median(one.measured[name]);
}

function cpuPerGigabyte(one: Contestant, name: Case): number {
  return one.measured[name].cpu / ((one.tasks[name].bytes * rounds) / 1e9);
}

function median({ seconds }: Measured): number {
  return [...seconds].sort((left, right) => left - right)[Math.floor(seconds.length / 2)] ?? Number.NaN;
}
