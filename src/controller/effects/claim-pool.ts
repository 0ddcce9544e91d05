/** Marks the pool as worked on by this run, so that nobody else begins: the key's creation fails when it is taken. */
import { confirmed, failed, minutes, notYet, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailText } from './request-detail.js';

/** Written by this effect, removed by release-claim, read before every other effect. Value: the run's id. */
export const claimKey = 'drydock_run';

export const claimPool: Effect = {
  name: 'claim-pool',
  describe: () => 'claim the pool for this run',
  refuses: (request, view) => {
    const owner = view.pool?.otherConfig[claimKey];
    return owner === undefined || owner === detailText(request, 'run') ? undefined : `the pool is claimed by ${owner}`;
  },
  act: async (request, tools) => {
    await tools.pool.addToPoolOtherConfig(claimKey, detailText(request, 'run'));
    return { handle: null };
  },
  confirm: (request, view) => {
    const owner = view.pool?.otherConfig[claimKey];
    if (owner === undefined) return notYet('the claim is not on the pool yet');
    return owner === detailText(request, 'run') ? confirmed : failed(`the pool is claimed by ${owner}`);
  },
  deadline: 2 * minutes,
  retry: repeatable('adding the key again fails when it is there, and facts tell whose it is'),
};
