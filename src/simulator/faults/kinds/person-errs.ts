/** What a person at the console of a host does instead of what he was told (Manual mode). */
import { z } from 'zod';
import type { PlaceFault } from '../definition.js';
import { atPlace } from '../parameters.js';

export const errors = ['nothing', 'fresh-install', 'other-medium', 'boots-old-system', 'wrong-host'] as const;

const errs = atPlace({ does: z.enum(errors, `must be one of ${errors.join(', ')}`) });

export const personErrs: PlaceFault<typeof errs> = {
  area: 'Other people',
  strikes: 'place',
  place: 'when a person goes to the console of a host',
  summary: `the person does something else than he was told; \`does\` is one of ${errors.join(', ')}`,
  parameters: errs,
  example: 'person-errs host=member-1 does=boots-old-system',
};
