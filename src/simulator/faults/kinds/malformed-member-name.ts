/** The key that makes every reply about a class malformed XML, since xapi does not escape member names (xapi.md 3.1). */
import { z } from 'zod';
import { without } from '../../state/text-map.js';
import type { StepFault } from '../definition.js';
import { guestsMeant } from '../guests-meant.js';
import { atStep, text } from '../parameters.js';

const parameters = atStep({
  on: z.enum(['pool', 'host', 'VM'], 'must be pool, host or VM').default('VM'),
  vm: text.optional(),
  key: text.default('backup&restore<nightly'),
});

export const malformedMemberName: StepFault<typeof parameters> = {
  area: 'Wire',
  strikes: 'step',
  at: 'start',
  summary:
    'a `key` with & and < is in the other_config of the pool, a host or a VM (`on`, default VM): XML-RPC replies are malformed',
  parameters,
  example: 'malformed-member-name on=host host=member-1',
  happen: (happening, { on, vm, key }) => {
    const { pool } = happening.world.state;
    const items = on === 'pool' ? [pool] : on === 'host' ? happening.hosts : guestsMeant(happening, vm);
    for (const item of items) item.otherConfig = { ...item.otherConfig, [key]: 'yes' };
    return () => items.forEach((item) => (item.otherConfig = without(item.otherConfig, key)));
  },
};
