/** The mixed load of a soak: installers over both protocols, silent connections, and an import after the other. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { systemClock } from '../../src/shared/clock.js';

const told = z.object({ protocol: z.string(), problem: z.string().optional() });

export interface Load {
  readonly installed: { http: number; ftp: number };
  readonly imports: { done: number };
  /** What failed, as sentences. */
  readonly problems: string[];
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly seed: number;
  readonly installers: number;
  /** Seconds that an installer rests at most; an import is followed by half of them. */
  readonly rest: number;
  readonly idle: number;
  readonly httpPort: number;
  readonly ftpPort: number;
  /** A medium to import again and again, and where. */
  readonly source: string;
  readonly mediaCache: string;
}

export function startLoad(options: LoadOptions): Load {
  const { httpPort, ftpPort, seed, installers, rest, idle } = options;
  const load = { installed: { http: 0, ftp: 0 }, imports: { done: 0 }, problems: [] as string[] };
  const urls = [`http://127.0.0.1:${httpPort}/media/sample/`, `ftp://127.0.0.1:${ftpPort}/media/sample/`];
  const clients = child('installers-main.ts', [...[seed, installers, rest].map(String), ...urls]);
  createInterface({ input: clients.stdout! }).on('line', (line) => {
    const { protocol, problem } = told.parse(JSON.parse(line));
    if (problem !== undefined) load.problems.push(`an installation over ${protocol} ${problem}`);
    else load.installed[protocol === 'ftp:' ? 'ftp' : 'http']++;
  });
  const silent = child('../support/attacks/idle-sockets-main.ts', [String(httpPort), String(idle)]);
  silent.stdout?.resume();
  const ending = new AbortController();
  const importing = importForever(options, load, ending.signal);
  return {
    ...load,
    stop: async () => {
      ending.abort();
      await importing;
      const ended = [clients, silent].map((one) => once(one, 'exit'));
      for (const one of [clients, silent]) one.stdin?.end();
      await Promise.all(ended);
    },
  };
}

/** By the command line, as a process of its own: imported, and removed again. */
async function importForever(
  { source, mediaCache, rest }: LoadOptions,
  load: Pick<Load, 'imports' | 'problems'>,
  signal: AbortSignal,
): Promise<void> {
  for (let number = 0; !signal.aborted; number++) {
    const id = `soak-${number}`;
    for (const words of [
      ['media', 'import', source, '--id', id],
      ['media', 'remove', id],
    ]) {
      const code = await drydock(words, mediaCache);
      if (code !== 0) load.problems.push(`drydock ${words.join(' ')} ended with ${code}`);
    }
    load.imports.done++;
    await systemClock.sleep(rest * 500, signal).catch(() => undefined);
  }
}

async function drydock(words: readonly string[], mediaCache: string): Promise<number> {
  const program = fileURLToPath(new URL('../../bin/drydock.js', import.meta.url));
  const one = spawn(process.execPath, [program, ...words], {
    stdio: 'ignore',
    env: { ...process.env, DRYDOCK_MEDIA_CACHE: mediaCache },
  });
  const [code] = (await once(one, 'exit')) as [number | null];
  return code ?? -1;
}

function child(file: string, words: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [...process.execArgv, program, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
}
