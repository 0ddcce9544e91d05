/** Connections between the controller and the hosts of the pool end in a reset, after any number of bytes. */
import { pause, type Blow } from '../blow.js';

export const cutPool: Blow = {
  name: 'cut-pool',
  strike: async (site, random) => {
    for (const proxy of site.poolProxies) proxy.cut(random.between(1, 12), random.between(0, 20_000));
    await pause(random.between(500, 3000));
    for (const proxy of site.poolProxies) proxy.mend();
  },
};
