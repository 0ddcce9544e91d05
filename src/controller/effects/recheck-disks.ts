/**
 * Looks once more, just before a host is armed, that the local storage which its installer may make anew is still empty: a
 * disk that somebody put there since the check would be lost.
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { confirmed, failed, minutes, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailTexts, hostName } from './request-detail.js';

export const recheckDisks: Effect = {
  name: 'recheck-disks',
  describe: (request) => `look that the local storage of ${hostName(request)} is still empty`,
  refuses: nothing,
  act: async (request, tools) => {
    const disks = await tools.pool.disksOn(detailTexts(request, 'storage'));
    if (disks.length === 0) return { handle: null };
    throw new DrydockError('LOCAL_DISKS_APPEARED', {
      attempted: 'looking at the local storage before the host is upgraded',
      subject: hostName(request),
      expected: 'no disks, as when the plan was made',
      found: disks.map((name) => (name === '' ? 'one without a name' : `"${name}"`)).join(', '),
    });
  },
  // It throws when there is a disk.
  confirm: (_request, view) => (view.actedAt === null ? failed('the answer was lost') : confirmed),
  deadline: 2 * minutes,
  retry: repeatable('it only reads'),
};
