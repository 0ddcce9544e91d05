/** SIGKILL of the process that serves media; its supervisor starts another, and no connection is refused meanwhile. */
import type { Blow } from '../blow.js';

export const killServingProcess: Blow = {
  name: 'kill-serving-process',
  strike: async (site) => {
    process.kill(await site.servingPid(), 'SIGKILL');
  },
};
