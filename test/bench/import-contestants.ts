/** Who is measured: the whole process each time, from its start until its data is on the disk. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, run } from '../media-builder/programs.js';

export interface Contestant {
  readonly name: string;
  /** What is needed; one that is missing is named, never left out in silence. */
  readonly programs: readonly string[];
  /** Ends with everything in the folder synced. */
  work(folder: string): Promise<void>;
}

export interface Timed {
  readonly name: string;
  /** Seconds, the median; undefined when a program is missing. */
  readonly median: number | undefined;
}

const drydock = fileURLToPath(new URL('../../bin/drydock.js', import.meta.url));

export function ours(image: string): Contestant {
  return {
    name: 'drydock',
    programs: [],
    work: async (folder) => {
      // Node reads the certificates that a machine adds to its own before it begins: 0.05 s that importing a file has no use for.
      const env = { NODE_EXTRA_CA_CERTS: '' };
      await run(process.execPath, [drydock, 'media', 'import', image, '--media-cache', folder, '--json'], { env });
    },
  };
}

export function unpackers(image: string): Contestant[] {
  const synced = async (folder: string, program: string, args: readonly string[]): Promise<void> => {
    await run(program, args);
    await run('sync', ['-f', folder]);
  };
  return [
    {
      name: 'bsdtar',
      programs: ['bsdtar'],
      work: (folder) => synced(folder, 'bsdtar', ['-x', '-f', image, '-C', folder]),
    },
    {
      name: '7zz',
      programs: ['7zz'],
      work: (folder) => synced(folder, '7zz', ['x', '-y', '-bd', `-o${folder}`, image]),
    },
    {
      name: 'xorriso',
      programs: ['xorriso'],
      work: (folder) =>
        synced(folder, 'xorriso', ['-osirrox', 'on', '-indev', image, '-extract', '/', join(folder, 't')]),
    },
  ];
}

/** What a careful administrator does by hand: unpack, then compare every digest. */
export function unpackAndCheck(image: string, list: string): Contestant {
  return {
    name: 'bsdtar and sha256sum -c',
    programs: ['bsdtar', 'sha256sum'],
    work: async (folder) => {
      await run('bsdtar', ['-x', '-f', image, '-C', folder]);
      await run('sha256sum', ['--check', '--quiet', list], { cwd: folder });
      await run('sync', ['-f', folder]);
    },
  };
}

/** The list for `sha256sum -c`, made from a tree by the program itself. */
export async function writeDigestList(image: string, folder: string, list: string): Promise<void> {
  await mkdir(folder);
  await run('bsdtar', ['-x', '-f', image, '-C', folder]);
  const names = await run('find', ['.', '-type', 'f', '-print0'], { cwd: folder });
  await writeFile(list, await run('xargs', ['-0', 'sha256sum'], { cwd: folder, input: names }));
  await rm(folder, { recursive: true });
}

/**
 * Everybody once a round, so that a bad moment of the machine hits all alike.
 * @param keep leaves what a contestant wrote, and works on it again in the next round
 */
export async function race(
  contestants: readonly Contestant[],
  options: { readonly folder: string; readonly rounds: number; readonly keep?: boolean },
): Promise<Timed[]> {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < options.rounds; round++) {
    for (const contestant of contestants) {
      if (contestant.programs.some((program) => findProgram(program) === undefined)) continue;
      const folder = join(options.folder, 'race');
      if (options.keep !== true) await mkdir(folder);
      await run('sync', ['-f', options.folder]);
      const began = performance.now();
      await contestant.work(folder);
      times.get(contestant.name)?.push((performance.now() - began) / 1000);
      if (options.keep !== true) await rm(folder, { recursive: true });
    }
  }
  return contestants.map(({ name }) => ({ name, median: median(times.get(name) ?? []) }));
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}
