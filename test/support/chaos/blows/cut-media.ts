/** Connections between hosts and media server end in a reset, after any number of bytes. */
import { pause, type Blow } from '../blow.js';

export const cutMedia: Blow = {
  name: 'cut-media',
  mayLoseHost: true,
  strike: async (site, random) => {
    site.mediaProxy?.cut(random.between(1, 3), random.between(0, 100_000));
    await pause(random.between(300, 1500));
    site.mediaProxy?.mend();
  },
};
