/** Moves every guest off a disabled host. A failed evacuation leaves some moved and some not; the next one moves the rest. */
import { guestsOn, hostByUuid } from '../facts/pool-facts.js';
import { confirmed, minutes, notYet, seconds, type Effect } from './effect.js';
import { hostName } from './request-detail.js';
import { taskVerdict } from './task-outcome.js';

/** How long facts may lag behind a task that ended well before its end counts as a failure. */
const factsLag = 60 * seconds;

export const evacuateHost: Effect = {
  name: 'evacuate-host',
  describe: (request) => `move all VMs off ${hostName(request)}`,
  refuses: (request, view) => {
    const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
    if (host === undefined) return 'the host cannot be read';
    return host.enabled ? 'the host is enabled: new VMs could start on it' : undefined;
  },
  act: async (request, tools) => ({ handle: (await tools.pool.startEvacuation(request.key)).task }),
  confirm: (request, view) => {
    const running = taskVerdict(view);
    if (running !== undefined) return running;
    if (view.pool === undefined) return notYet('the pool cannot be read');
    const left = guestsOn(view.pool, request.key);
    if (left.length === 0) return confirmed;
    const names = left.map((vm) => vm.name).join(', ');
    const ended = view.task?.status === 'success' && view.now - view.intendedAt > factsLag;
    return ended ? { verdict: 'failed', reason: `still on the host: ${names}` } : notYet(`still on the host: ${names}`);
  },
  deadline: 4 * 60 * minutes,
  retry: {
    class: 'until-fact',
    why: 'an evacuation moves what is there; one after the other, the second finds nothing',
    call: 'host.evacuate',
  },
};
