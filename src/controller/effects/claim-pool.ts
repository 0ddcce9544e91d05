/** Marks the pool as worked on by this run, so that nobody else begins: the key's creation fails when it is taken. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { claimKey, claimText, describeClaim, readClaim } from '../ownership/claim.js';
import { confirmed, failed, minutes, notYet, type Effect, type EffectRequest, type EffectTools } from './effect.js';
import { detailText } from './request-detail.js';
import { repeatable } from './retry-class.js';

export const claimPool: Effect = {
  name: 'claim-pool',
  describe: () => 'claim the pool for this run',
  refuses: (request, view) => {
    const owner = view.pool === undefined ? undefined : readClaim(view.pool.otherConfig);
    return owner === undefined || owner.run === detailText(request, 'run')
      ? undefined
      : `the pool is claimed by ${describeClaim(owner)}`;
  },
  act: async (request, tools) => {
    const [run, by, since] = ['run', 'by', 'since'].map((name) => detailText(request, name));
    try {
      await tools.pool.addToPoolOtherConfig(claimKey, claimText({ run: run ?? '', by: by ?? '', since: since ?? '' }));
    } catch (error) {
      await unlessOurs(request, tools, error);
    }
    return { handle: null };
  },
  confirm: (request, view) => {
    const owner = view.pool === undefined ? undefined : readClaim(view.pool.otherConfig);
    if (owner === undefined) return notYet('the claim is not on the pool yet');
    return owner.run === detailText(request, 'run')
      ? confirmed
      : failed(`the pool is claimed by ${describeClaim(owner)}`);
  },
  deadline: 2 * minutes,
  retry: repeatable('adding the key again fails when it is there, and facts tell whose it is'),
};

/** Of two controllers at the same moment one finds the key there: it may be its own, of an attempt whose reply was lost. */
async function unlessOurs(request: EffectRequest, tools: EffectTools, error: unknown): Promise<void> {
  if (!(error instanceof DrydockError) || error.code !== 'CLAIM_TAKEN') throw error;
  const owner = readClaim(await tools.pool.otherConfig());
  if (owner?.run === detailText(request, 'run')) return;
  throw new DrydockError('CLAIM_TAKEN', {
    attempted: 'claiming the pool',
    ...(owner === undefined ? {} : { subject: describeClaim(owner) }),
    cause: error,
  });
}
