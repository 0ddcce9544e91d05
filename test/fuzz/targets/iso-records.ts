/** Directory records and volume descriptors of ISO 9660, in Joliet and in plain names. */
import type { IsoSpec } from '../../support/media-iso-writer.js';
import type { Draws } from '../draws.js';
import { drawIso, readImage, type IsoDraw } from '../iso-draw.js';
import { drawPath } from '../names.js';
import { parserTarget } from '../target.js';

export const isoRecords = parserTarget('iso-records', (draws) => drawIso(draws, draw), readImage);

function draw(draws: Draws): IsoDraw {
  return {
    specs: draws.many(1, 6, () => drawSpec(draws)),
    options: { rockRidge: false, joliet: !draws.oneIn(4), label: draws.word() },
  };
}

function drawSpec(draws: Draws): IsoSpec {
  const path = drawPath(draws);
  if (draws.oneIn(5)) return { path, folder: true };
  const content = draws.bytes(40);
  return draws.oneIn(4) ? { path, content: Buffer.alloc(5000), extentSize: 2048 } : { path, content };
}
