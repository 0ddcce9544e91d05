/** So many unattended installations at once, by client processes of their own, and how long each of them took. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** So that a client is not what is measured. */
const clientProcesses = 4;

/** Seconds, and megabytes a second in all. */
export interface CrowdFigures {
  readonly least: number;
  readonly median: number;
  readonly most: number;
  readonly rate: number;
}

export interface Crowd {
  /** Of the medium, as installers are pointed at it. */
  readonly url: string;
  readonly installers: number;
  /** That each installation reads. */
  readonly bytes: number;
}

/** @throws when an installation fails: none may */
export async function measureCrowd({ url, installers, bytes }: Crowd): Promise<CrowdFigures> {
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
export function middleRound(rounds: readonly CrowdFigures[]): CrowdFigures {
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
