/** The file system of the state folder is filled to the last byte, and freed again. */
import { pause, type Blow } from '../blow.js';

export const fillDisk: Blow = {
  name: 'fill-disk',
  impossible: (site) =>
    Promise.resolve(site.smallDisk === undefined ? 'no file system may be mounted here' : undefined),
  strike: async (site, random) => {
    site.smallDisk?.fill();
    try {
      await pause(random.between(1500, 5000));
    } finally {
      site.smallDisk?.free();
    }
  },
};
