/** media show: one medium, and by what each of its files was verified. */
import { Option } from 'commander';
import { z } from 'zod';
import { diskUseOf, showMedium } from '../../../media/list-media.js';
import { defineCommand, done } from '../../command.js';
import { mediumLines } from '../../output/medium-view.js';
import { checkText } from '../../output/store-view.js';
import { bytes } from '../../output/units.js';

export const mediaShow = defineCommand({
  name: 'media show',
  summary: 'show a medium: versions, verification, who uses it',
  arguments: [{ name: '<id>', description: 'id or alias' }],
  options: [new Option('--files', 'list every file with its sha256, what it was verified by, and its own signature')],
  example: 'drydock media show xcp-ng-8.3.0',
  input: z.strictObject({ id: z.string(), files: z.boolean().optional() }),
  act: async (input, context) => {
    const options = { mediaCache: context.settings.media.cache, id: input.id };
    const medium = await showMedium(options);
    const { summary, manifest, aliases, inUse, lastCheck } = medium;
    const disk = await diskUseOf(options, [medium]);
    const files = input.files === true ? { contents: manifest.files } : {};
    const list =
      input.files === true
        ? manifest.files.map(
            ({ sha256, verifiedBy, signature, path }) =>
              `  ${sha256}  ${verifiedBy.padEnd(16)}  ${(signature ?? '-').padEnd(13)}  ${path}`,
          )
        : [];
    const document = {
      ...summary,
      target: manifest.target,
      release: manifest.release,
      importedAt: manifest.importedAt,
      ...(manifest.importedBy === undefined ? {} : { importedBy: manifest.importedBy }),
      aliases,
      inUse,
      generation: manifest.generation,
      lastCheck,
      disk,
      ...files,
    };
    return done(document, [
      `${manifest.id}${aliases.length === 0 ? '' : ` (${aliases.join(', ')})`}`,
      ...mediumLines(manifest),
      `  on disk: ${bytes(disk.bytes)}, of which ${bytes(disk.own)} are held by no other medium`,
      `  last re-hashed: ${checkText(medium)}`,
      `  in use by: ${inUse.length === 0 ? 'nobody' : inUse.join(', ')}`,
      ...list,
    ]);
  },
});
