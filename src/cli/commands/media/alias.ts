/** media alias: lets a name point at a medium, at once, or back at the one before. */
import { Option } from 'commander';
import { z } from 'zod';
import { restoreAlias, setAlias } from '../../../media/store/aliases.js';
import { defineCommand, done } from '../../command.js';

export const mediaAlias = defineCommand({
  name: 'media alias',
  summary: 'let a name point at a medium; a run keeps the medium it was planned with',
  arguments: [
    { name: '<name>', description: 'the alias' },
    { name: '[id]', description: 'the medium it points at' },
  ],
  options: [new Option('--previous', 'point it back at the medium before; given twice, it is as it was')],
  example: 'drydock media alias current xcp-ng-8.3.0',
  input: z
    .strictObject({ name: z.string(), id: z.string().optional(), previous: z.boolean().optional() })
    .refine(({ id, previous }) => (id === undefined) === (previous === true), {
      path: ['id'],
      error: 'or --previous must be given',
    }),
  act: async ({ name: alias, id: wanted }, context) => {
    const options = { mediaCache: context.settings.media.cache, alias, signal: context.surroundings.signal };
    if (wanted !== undefined) await setAlias({ ...options, id: wanted });
    const id = wanted ?? (await restoreAlias(options));
    return done({ alias, id }, [`${alias} points at ${id}`]);
  },
});
