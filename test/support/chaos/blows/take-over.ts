/** While the controller is stopped somebody else takes the pool: its claim, and the epoch at the media server. Continued, it must act no more. */
import { claimKey, claimText } from '../../../../src/controller/ownership/claim.js';
import { mediaServerClient } from '../../../../src/contract/media-server-client.js';
import { stateLayout } from '../../../../src/daemon/state-layout.js';
import { pause, type Blow } from '../blow.js';
import { callPool } from '../call-pool.js';

export const takeOver: Blow = {
  name: 'take-over',
  endsTheRun: true,
  strike: async (site, random) => {
    const { pid } = await site.control.status();
    const { pool } = site.simulator.pool.world.state;
    const mediaServer = mediaServerClient({ socketPath: stateLayout(site.settings.state).mediaServerSocket });
    process.kill(pid, 'SIGSTOP');
    try {
      const claim = claimText({ run: 'run-of-bob', by: 'bob@jump2', since: new Date(0).toISOString() });
      while (pool.otherConfig[claimKey] !== claim) {
        await callPool(site, 'pool.remove_from_other_config', [pool.ref, claimKey]);
        await callPool(site, 'pool.add_to_other_config', [pool.ref, claimKey, claim]);
        await pause(200);
      }
      await mediaServer.raiseEpoch(pool.uuid, (await mediaServer.epoch(pool.uuid)) + 1);
      await pause(random.between(1000, 7000));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  },
};
