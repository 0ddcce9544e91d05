/** media diff: what changes for a host between two media. */
import { z } from 'zod';
import { diffMedia } from '../../../media/diff-media.js';
import { defineCommand, done } from '../../command.js';
import { diffLines } from '../../output/diff-view.js';

export const mediaDiff = defineCommand({
  name: 'media diff',
  summary: 'tell what differs between two media: versions, packages, groups, keys, boot files',
  arguments: [
    { name: '<from>', description: 'id or alias' },
    { name: '<to>', description: 'id or alias' },
  ],
  options: [],
  example: 'drydock media diff xcp-ng-8.2.1 xcp-ng-8.3.0',
  input: z.strictObject({ from: z.string(), to: z.string() }),
  act: async ({ from, to }, context) => {
    const diff = await diffMedia({ mediaCache: context.settings.media.cache, left: from, right: to });
    return done(diff, diffLines(diff));
  },
});
