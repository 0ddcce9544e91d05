/** Writes what a guest has in memory to storage, to be resumed on the new release: by recorded consent only. */
import { minutes, type Effect } from './effect.js';
import { confirmState, refusesTakingDown } from './guest-power.js';
import { detailText } from './request-detail.js';

export const suspendVm: Effect = {
  name: 'suspend-vm',
  describe: (request) => `suspend ${detailText(request, 'name')}`,
  refuses: refusesTakingDown,
  act: async (request, tools) => ({ handle: (await tools.pool.guests.startSuspension(request.key)).task }),
  confirm: (request, view) => confirmState(request, view, 'Suspended', 'the guest is not suspended yet'),
  // A terabyte at a gigabit a second takes longer than two hours.
  deadline: 4 * 60 * minutes,
  retry: { class: 'until-fact', why: 'facts show that the guest is suspended', call: 'VM.suspend' },
};
