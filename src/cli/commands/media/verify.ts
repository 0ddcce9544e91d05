/** media verify: hashes a published medium again. */
import { z } from 'zod';
import { requireUndamaged, verifyMedium } from '../../../media/verify-medium.js';
import { defineCommand, done } from '../../command.js';
import { transferLine, transferRate } from '../../output/import-view.js';
import { bytes, count } from '../../output/units.js';

export const mediaVerify = defineCommand({
  name: 'media verify',
  summary: 'prove that every byte still is the byte that was verified at import',
  arguments: [{ name: '<id>', description: 'id or alias' }],
  options: [],
  example: 'drydock media verify xcp-ng-8.3.0',
  input: z.strictObject({ id: z.string() }),
  act: async (input, context) => {
    const { surroundings, progress } = context;
    const rate = transferRate(surroundings.clock.now());
    const report = await verifyMedium({
      mediaCache: context.settings.media.cache,
      id: input.id,
      signal: surroundings.signal,
      onProgress: (step) => {
        progress.draw([transferLine('verifying', step, rate(step.bytes, surroundings.clock.now()), progress.width)]);
      },
    });
    requireUndamaged(report);
    return done(report, [
      `${report.id} is whole: ${count(report.files, 'file')}, ${bytes(report.bytes)}, each as it was imported`,
    ]);
  },
});
