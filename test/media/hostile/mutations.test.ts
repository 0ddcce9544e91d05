import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { importMedia } from '../../../src/media/import-media.js';
import { inspectSource } from '../../../src/media/inspect-source.js';
import { listMedia } from '../../../src/media/list-media.js';
import { verifyMedium } from '../../../src/media/verify-medium.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { expectNothingLeft } from '../../support/media-cases.js';
import { seededRandom } from '../../support/media-durable-model.js';
import { writeIso } from '../../support/media-iso-writer.js';
import { treeinfoTree, treeSpecs, xsRepositoryTree } from '../../support/media-synthetic-tree.js';
import { tarOfTree } from '../../support/media-tar-writer.js';
import { zipOf } from '../../support/media-zip-writer.js';
import { mutated } from '../../fuzz/mutate.js';
import { timeBox } from '../../fuzz/time-box.js';

const deadline = 10_000;

/** Whole sources of every kind, each of them small. */
const sources: readonly (readonly [string, () => Promise<Buffer>])[] = [
  ['an image', async () => writeIso(treeSpecs(await treeinfoTree())).image],
  ['an image with Joliet names alone', async () => writeIso(treeSpecs(await treeinfoTree()), joliet).image],
  ['an image of 6.2', () => Promise.resolve(writeIso(treeSpecs(xsRepositoryTree())).image)],
  ['a zip archive', async () => zipOf(await treeinfoTree())],
  ['a tar archive', async () => tarOfTree(await treeinfoTree())],
  ['a tar archive in gzip', async () => gzipSync(tarOfTree(await treeinfoTree()))],
];
const joliet = { rockRidge: false, joliet: true };

describe('A source with changes at random places', function () {
  this.timeout(24 * 3_600_000);

  for (const [name, make] of sources) {
    it(`${name}: is refused with a reason, or published whole`, async () => {
      const honest = await make();
      await timeBox({ share: 0.1, fewest: 6 }, async (seed) => {
        const folder = await mkdtemp(join(tmpdir(), 'drydock-mutated-'));
        try {
          await attack(folder, mutated(honest, seededRandom(seed)));
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      });
    });

    it(`${name}: is refused wherever it is cut`, async () => {
      const honest = await make();
      const random = seededRandom(honest.length);
      const folder = await mkdtemp(join(tmpdir(), 'drydock-cut-'));
      try {
        for (let count = 0; count < 12; count++) {
          const source = join(folder, 'source');
          // The last bytes of an image may be padding, and so may the end of a tar archive.
          await writeFile(source, honest.subarray(0, Math.floor(random() * (honest.length - 4096))));
          expect(await outcomeOf(importMedia({ source, mediaCache: join(folder, 'cache') }))).to.match(/^MEDIA_/);
          await expectNothingLeft(join(folder, 'cache'));
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
});

async function attack(folder: string, bytes: Buffer): Promise<void> {
  const source = join(folder, 'source');
  const mediaCache = join(folder, 'cache');
  await mkdir(mediaCache);
  await writeFile(source, bytes);
  await outcomeOf(inspectSource({ source }));
  const outcome = await outcomeOf(importMedia({ source, mediaCache }));
  if (outcome !== 'accepted') return expectNothingLeft(mediaCache);
  const [medium] = await listMedia({ mediaCache });
  const report = await verifyMedium({ mediaCache, id: medium?.manifest.id ?? '' });
  expect(report).to.deep.include({ damaged: [], missing: [], extra: [] });
}

/** The code, or that it went well, before the deadline; any other error fails the test. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  const began = performance.now();
  const outcome = await work.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof DrydockError && error.code !== 'INTERNAL_FAULT') return error.code;
      throw error;
    },
  );
  expect(performance.now() - began, 'milliseconds').to.be.lessThan(deadline);
  return outcome;
}
