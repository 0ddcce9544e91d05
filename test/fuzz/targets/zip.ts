/** Zip archives: directories that lie, 64-bit fields, names that are no text, links, an image inside. */
import { diskFiles } from '../../../src/media/store/store-files.js';
import { openZipSource } from '../../../src/media/source/zip/zip-source.js';
import { nowhere } from '../../../src/media/source/nowhere.js';
import { writeZip, type ZipSpec } from '../../support/media-zip-writer.js';
import type { Draws } from '../draws.js';
import { readerOf } from '../in-memory-reader.js';
import { drawPath } from '../names.js';
import { parserTarget } from '../target.js';

export const zip = parserTarget('zip', draw, read);

function draw(draws: Draws): Buffer {
  const specs = draws.many(1, 6, () => drawSpec(draws));
  const options = { zip64: draws.oneIn(3), ...(draws.oneIn(8) ? { count: draws.number() % 65_536 } : {}) };
  return draws.damaged(writeZip(specs, options).bytes);
}

function drawSpec(draws: Draws): ZipSpec {
  const lie = {
    ...(draws.oneIn(6) ? { size: draws.number() % 2 ** 32 } : {}),
    ...(draws.oneIn(6) ? { packedSize: draws.number() % 2 ** 32 } : {}),
    ...(draws.oneIn(8) ? { crc32: draws.number() % 2 ** 32 } : {}),
    ...(draws.oneIn(8) ? { method: draws.oneOf([0, 8, 9, 12, 14, 99]) } : {}),
    ...(draws.oneIn(8) ? { offset: draws.number() % 2 ** 32 } : {}),
  };
  return {
    path: draws.oneIn(8) ? draws.bytes(20) : drawPath(draws) + (draws.oneIn(6) ? '/' : ''),
    content: draws.oneIn(10) ? '0'.repeat(100_000) : draws.bytes(400),
    deflate: draws.oneIn(2),
    ...(draws.oneIn(5) ? { mode: draws.oneOf([0o120777, 0o40755, 0o60600, 0o104755]) } : {}),
    ...(draws.oneIn(8) ? { flags: draws.upTo(65_536) } : {}),
    lie,
  };
}

async function read(input: Buffer): Promise<void> {
  const source = await openZipSource(readerOf(input), {
    spool: () => Promise.reject(new RangeError('an image inside')),
    files: diskFiles,
    signal: undefined,
    onProgress: () => undefined,
    lookOnly: true,
  });
  try {
    const files = [...source.tree.files.values()];
    await source.copy(files, { open: () => Promise.resolve(nowhere), progress: () => undefined, signal: undefined });
  } finally {
    await source.close();
  }
}
