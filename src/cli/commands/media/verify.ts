/** media verify: hashes published media again. */
import { Option } from 'commander';
import { z } from 'zod';
import { requireUndamaged, verifyAllMedia, verifyMedium, type VerifyReport } from '../../../media/verify-medium.js';
import { defineCommand, done } from '../../command.js';
import { transferLine, transferRate } from '../../output/import-view.js';
import { bytes, count } from '../../output/units.js';

export const mediaVerify = defineCommand({
  name: 'media verify',
  summary: 'prove that every byte still is the byte that was verified at import',
  arguments: [{ name: '[id]', description: 'id or alias' }],
  options: [new Option('--all', 'every medium, one after the other')],
  example: 'drydock media verify xcp-ng-8.3.0',
  input: z
    .strictObject({ id: z.string().optional(), all: z.boolean().optional() })
    .refine(({ id, all }) => (id === undefined) === (all === true), { path: ['id'], error: 'or --all must be given' }),
  act: async ({ id }, context) => {
    const { surroundings, progress } = context;
    const rate = transferRate(surroundings.clock.now());
    const options = {
      mediaCache: context.settings.media.cache,
      clock: surroundings.clock,
      signal: surroundings.signal,
      onProgress: (step: Parameters<typeof transferLine>[1]): void => {
        progress.draw([transferLine('verifying', step, rate(step.bytes, surroundings.clock.now()), progress.width)]);
      },
    };
    const reports = id === undefined ? await verifyAllMedia(options) : [await verifyMedium({ ...options, id })];
    requireUndamaged(...reports);
    const [only] = reports;
    return done(
      id === undefined ? { media: reports } : only,
      reports.length === 0 ? ['no media yet'] : reports.map(line),
    );
  },
});

function line(report: VerifyReport): string {
  const unrecorded = report.recorded ? '' : '; the date could not be recorded: the store cannot be written';
  return `${report.id} is whole: ${count(report.files, 'file')}, ${bytes(report.bytes)}, each as it was imported${unrecorded}`;
}
