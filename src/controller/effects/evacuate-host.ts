/** Moves every guest off a disabled host. A failed evacuation leaves some moved and some not; the next one moves the rest. */
import { z } from 'zod';
import { guestsOn, hostByUuid, type PoolFacts } from '../facts/pool-facts.js';
import { minutes, notYet, seconds, type Effect, type EffectRequest } from './effect.js';
import { hostName } from './request-detail.js';
import { taskVerdict } from './task-outcome.js';

/** How long facts may lag behind a task that ended well before its end counts as a failure. */
const factsLag = 60 * seconds;

/** VMs that were on the host when its evacuation was begun; absent in journals of older versions. */
const guestsThen = z.array(z.string()).catch([]);

/** By VM, the host on which it was when the evacuation had ended: where xapi chose to put it. */
export const placesSchema = z.record(z.string(), z.string()).catch({});

function placesOf(request: EffectRequest, pool: PoolFacts): Readonly<Record<string, string>> {
  const guests = guestsThen.parse(request.detail['guests']);
  return Object.fromEntries(
    pool.vms.flatMap(({ uuid, residentOn }) =>
      residentOn !== null && guests.includes(uuid) ? [[uuid, residentOn]] : [],
    ),
  );
}

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
    if (left.length === 0) return { verdict: 'confirmed', detail: { placed: placesOf(request, view.pool) } };
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
