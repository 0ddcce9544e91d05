/** Transfers to a disk that break (xapi.md 6.5, Wire). */
import type { PlaceFault } from '../definition.js';
import { atPlace } from '../parameters.js';

const plain = atPlace({});

export const uploadCut: PlaceFault<typeof plain> = {
  area: 'Wire',
  strikes: 'place',
  place: 'when the image of a pack is sent to the coordinator',
  summary: 'the connection breaks in the middle of an image that is sent, and its task fails',
  parameters: plain,
  example: 'upload-cut occurrence=1',
};
