/** media repair: puts back what a medium has lost, from the image it came from. */
import { Option } from 'commander';
import { z } from 'zod';
import { repairMedium, type RepairOutcome } from '../../../media/repair-medium.js';
import { defineCommand, done } from '../../command.js';
import { collect } from '../../options.js';
import { transferLine, transferRate } from '../../output/import-view.js';
import { count } from '../../output/units.js';

export const mediaRepair = defineCommand({
  name: 'media repair',
  summary: 'put back damaged or missing files of a medium from its image, and remove files that do not belong to it',
  arguments: [
    { name: '<id>', description: 'id or alias' },
    { name: '<source>', description: 'the image, archive or folder it was imported from' },
  ],
  options: [
    collect('--with <image>', 'Linux pack that was merged into it (may be repeated)'),
    new Option('--force', 'also while a host may be reading it; over NFS, what it has open then fails'),
  ],
  example: 'drydock media repair xcp-ng-8.3.0 xcp-ng-8.3.0.iso',
  input: z.strictObject({
    id: z.string(),
    source: z.string(),
    with: z.array(z.string()),
    force: z.boolean().optional(),
  }),
  act: async (input, context) => {
    const { surroundings, progress } = context;
    const rate = transferRate(surroundings.clock.now());
    const outcome = await repairMedium({
      ...input,
      mediaCache: context.settings.media.cache,
      reserve: context.settings.media.reserve * 1_000_000,
      clock: surroundings.clock,
      signal: surroundings.signal,
      onProgress: (step) => {
        progress.draw([transferLine(step.phase, step, rate(step.bytes, surroundings.clock.now()), progress.width)]);
      },
    });
    return done(outcome, outcomeLines(outcome));
  },
});

function outcomeLines({ id, repaired, removed, alsoRepaired }: RepairOutcome): string[] {
  if (repaired.length + removed.length === 0) return [`${id} is whole`];
  return [
    `${id} is whole again: ${count(repaired.length, 'file')} put back, ${count(removed.length, 'unknown file')} removed`,
    ...repaired.map((path) => `  put back: ${path}`),
    ...removed.map((path) => `  removed: ${path}`),
    ...alsoRepaired.map((other) => `  also in ${other.id}: ${other.paths.join(', ')}`),
  ];
}
