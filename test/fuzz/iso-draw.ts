/** Images for the two targets that read them: specs from chance, written, then damaged where their records lie. */
import { readIsoImage } from '../../src/media/iso9660/iso-image.js';
import { writeIso, type IsoSpec, type WrittenIso } from '../support/media-iso-writer.js';
import type { Draws } from './draws.js';
import { readerOf } from './in-memory-reader.js';

/** The first sectors of an image hold nothing, and are no part of an input. */
const system = 16 * 2048;

export interface IsoDraw {
  readonly specs: readonly IsoSpec[];
  readonly options: Parameters<typeof writeIso>[1];
}

/** Some specs are more than even the writer takes: then the next ones are drawn. */
export function drawIso(draws: Draws, draw: (draws: Draws) => IsoDraw): Buffer {
  for (;;) {
    const { specs, options } = draw(draws);
    try {
      const written = writeIso(specs, options);
      return damageRecords(draws, written, specs).subarray(system);
    } catch {
      continue;
    }
  }
}

function damageRecords(draws: Draws, { image, recordAt }: WrittenIso, specs: readonly IsoSpec[]): Buffer {
  const bytes = Buffer.from(image);
  for (let count = draws.upTo(6); count > 0; count--) {
    const { path } = draws.oneOf(specs);
    try {
      const at = recordAt(path) + draws.upTo(120);
      if (draws.oneIn(2)) bytes.writeUInt8(draws.upTo(256), at);
      else bytes.writeUInt32LE(draws.number() % 2 ** 32, at);
    } catch {
      continue;
    }
  }
  return draws.damaged(bytes, 4);
}

export async function readImage(input: Buffer): Promise<void> {
  const image = await readIsoImage(readerOf(Buffer.concat([Buffer.alloc(system), input])));
  try {
    for (const entry of image.entries) if (entry.kind === 'file' && !entry.compressed) await image.content(entry);
  } finally {
    await image.close();
  }
}
