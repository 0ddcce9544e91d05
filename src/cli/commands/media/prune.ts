/** media prune: removes media that newer ones have taken the place of. */
import { Option } from 'commander';
import { z } from 'zod';
import { pruneMedia } from '../../../media/prune-media.js';
import { countOption, defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';
import { bytes, count } from '../../output/units.js';

export const mediaPrune = defineCommand({
  name: 'media prune',
  summary: 'remove old media of each product; never one that is in use, has an alias, or was imported in the last hour',
  arguments: [],
  options: [
    new Option('--keep <n>', 'how many of each product stay, those imported last (default: media.keep)'),
    new Option('--dry-run', 'say what would be removed and why, and remove nothing'),
  ],
  example: 'drydock media prune --keep 2 --dry-run',
  input: z.strictObject({ keep: countOption(0).optional(), dryRun: z.boolean().optional() }),
  act: async (input, context) => {
    const { surroundings, settings } = context;
    const outcome = await pruneMedia({
      mediaCache: settings.media.cache,
      keep: input.keep ?? settings.media.keep,
      dryRun: input.dryRun,
      clock: surroundings.clock,
      signal: surroundings.signal,
    });
    const going = outcome.media.filter(({ removed }) => removed).length;
    const gone = outcome.dryRun ? 'would be removed' : 'removed';
    const rows = outcome.media.map(({ id, removed, reason }) => [id, removed ? gone : 'stays', reason]);
    return done(outcome, [
      ...(rows.length === 0 ? [] : table(['id', '', 'why'], rows)),
      `${count(going, 'medium', 'media')} ${gone}; ${bytes(outcome.freedBytes)} ${outcome.dryRun ? 'would be freed' : 'freed'}`,
    ]);
  },
});
