/** media alias: lets a name point at a medium, at once. */
import { z } from 'zod';
import { setAlias } from '../../../media/store/aliases.js';
import { defineCommand, done } from '../../command.js';

export const mediaAlias = defineCommand({
  name: 'media alias',
  summary: 'let a name point at a medium; a run keeps the medium it was planned with',
  arguments: [
    { name: '<name>', description: 'the alias' },
    { name: '<id>', description: 'the medium it points at' },
  ],
  options: [],
  example: 'drydock media alias current xcp-ng-8.3.0',
  input: z.strictObject({ name: z.string(), id: z.string() }),
  act: async (input, context) => {
    await setAlias({
      mediaCache: context.settings.media.cache,
      alias: input.name,
      id: input.id,
      signal: context.surroundings.signal,
    });
    return done({ alias: input.name, id: input.id }, [`${input.name} points at ${input.id}`]);
  },
});
