/**
 * SIGSTOP of the controller for longer than a reading holds, then SIGCONT; meanwhile somebody may put the host that was
 * emptied back into service, so that what the controller read before is wrong now.
 */
import { pause, type Blow } from '../blow.js';
import { callPool } from '../call-pool.js';

export const stopController: Blow = {
  name: 'stop-controller',
  strike: async (site, random) => {
    const { pid } = await site.control.status();
    process.kill(pid, 'SIGSTOP');
    try {
      await pause(random.between(500, 2000));
      const emptied = site.simulator.pool.world.state.hostList.find((host) => !host.enabled && host.live);
      // Refused, or without an answer, where the pool is on its way through a reboot: then nobody has changed anything.
      if (emptied !== undefined && random.next() < 0.5) await callPool(site, 'host.enable', [emptied.ref]);
      await pause(random.between(5500, 7500));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  },
};
