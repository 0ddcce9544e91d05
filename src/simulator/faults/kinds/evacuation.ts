/** Evacuations that fail half-way, leave somebody behind, or take for ever (xapi.md 6.5, Evacuation). */
import type { CallFault, PlaceFault } from '../definition.js';
import { atCall, atPlace, positive, text, xapiError } from '../parameters.js';

const fails = atPlace({ vm: text.optional(), error: xapiError.optional() });
const vmOnly = atPlace({ vm: text.optional() });
const slow = atPlace({ vm: text.optional(), factor: positive.default(20) });
const lost = atCall({});

export const evacuationFails: PlaceFault<typeof fails> = {
  area: 'Evacuation',
  strikes: 'place',
  place: 'before each migration of an evacuation',
  summary:
    'the migration of a guest fails during an evacuation, and the guests are on both sides; `vm` names it, `error` is the reason (default VM_MIGRATE_FAILED)',
  parameters: fails,
  example: 'evacuation-fails host=coordinator vm=vm-1 error=VM_FAILED_SUSPEND_ACKNOWLEDGMENT',
};

export const vmLeftBehind: PlaceFault<typeof vmOnly> = {
  area: 'Evacuation',
  strikes: 'place',
  place: 'before each migration of an evacuation',
  summary: 'the evacuation ends with a guest still on the host: INTERNAL_ERROR, "VMs are still resident"',
  parameters: vmOnly,
  example: 'vm-left-behind host=coordinator',
};

export const migrationSlow: PlaceFault<typeof slow> = {
  area: 'Evacuation',
  strikes: 'place',
  place: 'at the start of each migration',
  summary: 'migrations take `factor` times as long (default 20)',
  parameters: slow,
  example: 'migration-slow host=coordinator nth=every factor=10',
};

export const taskLost: CallFault<typeof lost> = {
  area: 'Evacuation',
  strikes: 'call',
  summary: 'the task of an Async. call is gone at once, while its work goes on',
  parameters: lost,
  example: 'task-lost call=Async.host.evacuate',
  after: ({ world }, _fault, reply) => {
    if (reply.Status === 'Success' && typeof reply.Value === 'string') world.state.tasks.delete(reply.Value);
    return reply;
  },
};
