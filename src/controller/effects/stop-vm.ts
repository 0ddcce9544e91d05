/** Shuts a guest down in order that cannot move, or that a person wants stopped: by recorded consent only. */
import { minutes, type Effect } from './effect.js';
import { confirmState, refusesTakingDown } from './guest-power.js';
import { detailText } from './request-detail.js';

export const stopVm: Effect = {
  name: 'stop-vm',
  describe: (request) => `shut ${detailText(request, 'name')} down in order`,
  refuses: refusesTakingDown,
  act: async (request, tools) => ({ handle: (await tools.pool.guests.startShutdown(request.key)).task }),
  confirm: (request, view) => confirmState(request, view, 'Halted', 'the guest has not shut down yet'),
  // xapi itself waits for twenty minutes (xapi.md 1.6).
  deadline: 22 * minutes,
  retry: {
    class: 'until-fact',
    why: 'facts show that the guest has shut down, and asking one again that has not changes nothing',
    call: 'VM.clean_shutdown',
  },
};
