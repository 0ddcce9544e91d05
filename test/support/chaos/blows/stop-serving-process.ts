/** SIGSTOP of the process that serves media, then SIGCONT: what has been asked for waits, and is answered. */
import { pause, type Blow } from '../blow.js';

export const stopServingProcess: Blow = {
  name: 'stop-serving-process',
  strike: async (site, random) => {
    const pid = await site.servingPid();
    process.kill(pid, 'SIGSTOP');
    try {
      await pause(random.between(1000, 4000));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  },
};
