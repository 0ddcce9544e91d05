/** media remove: takes a medium out of the store; one that is in use stays. */
import { z } from 'zod';
import { removeMedium } from '../../../media/remove-medium.js';
import { defineCommand, done } from '../../command.js';

export const mediaRemove = defineCommand({
  name: 'media remove',
  summary: 'remove a medium that no run uses',
  arguments: [{ name: '<id>', description: 'id (an alias is refused: it may point elsewhere tomorrow)' }],
  options: [],
  example: 'drydock media remove xcp-ng-8.2.1',
  input: z.strictObject({ id: z.string() }),
  act: async (input, context) => {
    await removeMedium({ mediaCache: context.settings.media.cache, id: input.id, signal: context.surroundings.signal });
    return done({ removed: input.id }, [`${input.id} is removed`]);
  },
});
