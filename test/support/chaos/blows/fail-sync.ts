/** fsync and fdatasync of the controller fail with EIO for a while. */
import { pause, type Blow } from '../blow.js';
import { callsCanFail, failCalls } from '../failing-calls.js';

export const failSync: Blow = {
  name: 'fail-sync',
  impossible: async () => ((await callsCanFail()) ? undefined : 'strace is missing, or may not attach to a process'),
  strike: async (site, random) => {
    const end = await failCalls((await site.control.status()).pid, 'fsync,fdatasync', 'EIO');
    try {
      await pause(random.between(1000, 4000));
    } finally {
      await end?.();
    }
  },
};
