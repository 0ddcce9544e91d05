/** SIGKILL of the controller; another one is started. */
import type { Blow } from '../blow.js';

export const killController: Blow = {
  name: 'kill-controller',
  strike: async (site) => {
    process.kill((await site.control.status()).pid, 'SIGKILL');
    await site.startController();
  },
};
