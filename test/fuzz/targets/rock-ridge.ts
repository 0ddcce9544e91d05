/** Rock Ridge: long names, links, moved folders, devices, compressed files, and names that are not what the record says. */
import type { IsoSpec } from '../../support/media-iso-writer.js';
import type { Draws } from '../draws.js';
import { drawIso, readImage, type IsoDraw } from '../iso-draw.js';
import { drawName, drawPath } from '../names.js';
import { parserTarget } from '../target.js';

export const rockRidge = parserTarget('rock-ridge', (draws) => drawIso(draws, draw), readImage);

function draw(draws: Draws): IsoDraw {
  const specs = draws.many(1, 7, () => drawSpec(draws));
  const renamed = draws.many(0, 2, () => [draws.oneOf(specs).path, drawName(draws)] as const);
  return { specs, options: { rename: Object.fromEntries(renamed), label: draws.word() } };
}

function drawSpec(draws: Draws): IsoSpec {
  const path = drawPath(draws);
  switch (draws.upTo(7)) {
    case 0:
      return { path, folder: true, ...(draws.oneIn(2) ? { relocated: true as const } : {}) };
    case 1:
      return {
        path,
        target: draws.oneOf([drawPath(draws), '../'.repeat(draws.upTo(60)), 'x'.repeat(draws.upTo(400))]),
      };
    case 2:
      return { path, device: true };
    case 3:
      return { path, content: '', childLink: drawPath(draws) };
    case 4:
      return { path, content: draws.bytes(60), zisofs: true };
    default:
      return { path, content: draws.bytes(60) };
  }
}
