/** Takes the run's mark off the pool: the last thing a run does to it. */
import { claimKey } from '../ownership/claim.js';
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';

export const releaseClaim: Effect = {
  name: 'release-claim',
  describe: () => 'give up the claim on the pool',
  refuses: nothing,
  act: async (_request, tools) => {
    await tools.pool.removeFromPoolOtherConfig(claimKey);
    return { handle: null };
  },
  confirm: (_request, view) =>
    view.pool !== undefined && view.pool.otherConfig[claimKey] === undefined
      ? confirmed
      : notYet('the claim is still on the pool'),
  deadline: 5 * minutes,
  retry: repeatable('removing a key that is not there never fails (xapi.md 1.1)'),
};
