/** Starts a guest again that the run has shut down; the undo of stop-vm. */
import { minutes, type Effect } from './effect.js';
import { confirmState, hostOrNull, refusesBringingBack } from './guest-power.js';
import { detailText } from './request-detail.js';

export const startVm: Effect = {
  name: 'start-vm',
  describe: (request) => `start ${detailText(request, 'name')} again${place(detailText(request, 'hostName'))}`,
  refuses: refusesBringingBack,
  act: async (request, tools) => ({
    handle: (await tools.pool.guests.startStart(request.key, hostOrNull(request))).task,
  }),
  confirm: (request, view) => confirmState(request, view, 'Running', 'the guest does not run yet'),
  deadline: 15 * minutes,
  retry: {
    class: 'until-fact',
    why: 'facts show that the guest runs, and starting one that runs is refused',
    call: ['VM.start', 'VM.start_on'],
  },
};

function place(hostName: string): string {
  return hostName === '' ? '' : ` on ${hostName}`;
}
