/** Resumes a guest that the run has suspended; the undo of suspend-vm. */
import { minutes, type Effect } from './effect.js';
import { confirmState, hostOrNull, refusesBringingBack } from './guest-power.js';
import { detailText } from './request-detail.js';

export const resumeVm: Effect = {
  name: 'resume-vm',
  describe: (request) => `resume ${detailText(request, 'name')}${place(detailText(request, 'hostName'))}`,
  refuses: refusesBringingBack,
  act: async (request, tools) => ({
    handle: (await tools.pool.guests.startResumption(request.key, hostOrNull(request))).task,
  }),
  confirm: (request, view) => confirmState(request, view, 'Running', 'the guest does not run yet'),
  deadline: 4 * 60 * minutes,
  retry: {
    class: 'until-fact',
    why: 'facts show that the guest runs, and resuming one that runs is refused',
    call: ['VM.resume', 'VM.resume_on'],
  },
};

function place(hostName: string): string {
  return hostName === '' ? '' : ` on ${hostName}`;
}
