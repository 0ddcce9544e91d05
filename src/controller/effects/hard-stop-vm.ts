/** Pulls the plug of a guest that did not shut down in order: by a consent of its own. */
import { minutes, type Effect } from './effect.js';
import { confirmState, refusesTakingDown } from './guest-power.js';
import { detailText } from './request-detail.js';

export const hardStopVm: Effect = {
  name: 'hard-stop-vm',
  describe: (request) => `pull the plug of ${detailText(request, 'name')}`,
  refuses: refusesTakingDown,
  act: async (request, tools) => ({ handle: (await tools.pool.guests.startHardShutdown(request.key)).task }),
  confirm: (request, view) => confirmState(request, view, 'Halted', 'the guest is not off yet'),
  deadline: 10 * minutes,
  retry: { class: 'until-fact', why: 'facts show that the guest is off', call: 'VM.hard_shutdown' },
};
