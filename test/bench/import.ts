/** Import, which verifies, syncs and publishes, beside programs that only unpack; what it costs in memory and for others. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../media-builder/programs.js';
import {
  ours,
  race,
  unpackAndCheck,
  unpackers,
  writeDigestList,
  type Contestant,
  type Timed,
} from './import-contestants.js';
import { buildBenchImage, imageSizes, type BenchImage } from './import-image.js';
import { peakMemoryOfImport } from './import-memory.js';
import { measureLoopDelays } from './loop-delay.js';
import { row, type Bench, type BenchRow } from './rows.js';

const rounds = 5;
const importsMeanwhile = 5;
/** The bounds that an import keeps, for figures that have no peer. */
const memoryBound = 200;
const delayBound = 20;

export const importBench: Bench = {
  name: 'import',
  run: async (folder, tell) => {
    const rows: BenchRow[] = [];
    const add = (...more: BenchRow[]): void => {
      more.forEach(tell);
      rows.push(...more);
    };
    for (const size of imageSizes) {
      const image = await buildBenchImage(folder, size);
      add(...(await unpackRows(folder, image)));
      add(...(await againRows(folder, image)));
      add(await memoryRow(folder, image));
      if (size === imageSizes[0]) add(await delayRow(folder, image));
      await rm(image.path);
    }
    return rows;
  },
};

async function unpackRows(folder: string, image: BenchImage): Promise<BenchRow[]> {
  const list = join(folder, 'digests');
  await writeDigestList(image.path, join(folder, 'listed'), list);
  const check = unpackAndCheck(image.path, list);
  const times = await race([ours(image.path), ...unpackers(image.path), check], { folder, rounds });
  return compared(`import ${image.title}, against unpacking and syncing`, times);
}

/** The same image once more: only its digest has to be taken. */
async function againRows(folder: string, image: BenchImage): Promise<BenchRow[]> {
  const cache = join(folder, 'race');
  await mkdir(cache);
  await ours(image.path).work(cache);
  const sha256sum: Contestant = {
    name: 'sha256sum',
    programs: ['sha256sum'],
    work: async () => {
      await run('sha256sum', [image.path]);
    },
  };
  const times = await race([ours(image.path), sha256sum], { folder, rounds, keep: true });
  await rm(cache, { recursive: true });
  return compared(`import ${image.title} again`, times);
}

function compared(what: string, [own, ...peers]: readonly Timed[]): BenchRow[] {
  return peers.map((peer) =>
    row(
      { case: what, unit: 's', better: 'less' },
      own?.median ?? Number.NaN,
      peer.median === undefined
        ? { name: peer.name, missing: 'not installed' }
        : { name: peer.name, value: peer.median },
    ),
  );
}

async function memoryRow(folder: string, image: BenchImage): Promise<BenchRow> {
  const cache = join(folder, 'memory');
  const peak = await peakMemoryOfImport(image.path, cache);
  await rm(cache, { recursive: true });
  return row({ case: `peak memory, ${image.title}`, unit: 'MB', better: 'less' }, peak, {
    name: 'the bound of',
    value: memoryBound,
  });
}

async function delayRow(folder: string, image: BenchImage): Promise<BenchRow> {
  const { atRest, whileImporting } = await measureLoopDelays(join(folder, 'delays'), async () => {
    for (let round = 0; round < importsMeanwhile; round++) {
      const cache = join(folder, 'meanwhile');
      await mkdir(cache);
      await ours(image.path).work(cache);
      await rm(cache, { recursive: true });
    }
  });
  return row(
    {
      case: `event-loop delay (p99) of a media server during imports; ${atRest.toFixed(1)} ms at rest`,
      unit: 'ms',
      better: 'less',
    },
    whileImporting,
    { name: 'the bound of', value: delayBound },
  );
}
