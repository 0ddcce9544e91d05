/** media import: from an image, archive, folder or address to a published medium, with progress. */
import { Option } from 'commander';
import { z } from 'zod';
import { importMedia } from '../../../media/import-media.js';
import { readChecksumFile } from '../../../media/verify/checksum-file.js';
import { defineCommand, done } from '../../command.js';
import { collect } from '../../options.js';
import { importLine, phaseLine, transferRate } from '../../output/import-view.js';
import { mediumLines } from '../../output/medium-view.js';
import { sharedLines } from '../../output/store-view.js';
import { sourceDescription } from './source-argument.js';

export const mediaImport = defineCommand({
  name: 'media import',
  summary: 'import installation media: verify every package, publish at once or not at all',
  arguments: [{ name: '<source>', description: sourceDescription }],
  options: [
    new Option('--id <id>', 'what the medium is to be called (default: product and version, as in xcp-ng-8.3.0)'),
    new Option('--alias <name>', 'another name that points at it; moved if it pointed elsewhere'),
    new Option('--sha256 <hex>', 'what the file must hash to (of an archive, the archive)').conflicts('sha256File'),
    new Option(
      '--sha256-file <file>',
      'SHA256SUMS as the vendor publishes it: its line with the name of the image counts',
    ),
    collect('--with <image>', 'Linux pack to merge into a medium of 5.6 (may be repeated)'),
    collect('--key <file>', 'public key that must have signed the repository (may be repeated)'),
    new Option('--require-signature', 'refuse a medium unless it and all its packages have good signatures'),
  ],
  example: 'drydock media import xcp-ng-8.3.0.iso --alias current --sha256 9f2c…',
  input: z.strictObject({
    source: z.string(),
    id: z.string().optional(),
    alias: z.string().optional(),
    sha256: z
      .string()
      .regex(/^[0-9A-Fa-f]{64}$/, { error: 'must be 64 hex digits' })
      .optional(),
    sha256File: z.string().optional(),
    with: z.array(z.string()),
    key: z.array(z.string()),
    requireSignature: z.boolean().optional(),
  }),
  act: async (input, context) => {
    const { surroundings, settings, progress } = context;
    const rate = transferRate(surroundings.clock.now());
    let phase = '';
    const { summary, manifest, alreadyPresent, shared } = await importMedia({
      source: input.source,
      mediaCache: settings.media.cache,
      id: input.id,
      alias: input.alias,
      sha256: input.sha256File === undefined ? input.sha256 : await readChecksumFile(input.sha256File, input.source),
      with: input.with,
      keys: input.key,
      trustedKeys: settings.media.trustedKeys,
      by: surroundings.user,
      requireSignature: input.requireSignature === true || settings.media.requireSignature,
      reserve: settings.media.reserve * 1_000_000,
      signal: surroundings.signal,
      onProgress: (step) => {
        if (progress.isTerminal)
          progress.draw([importLine(step, rate(step.bytes, surroundings.clock.now()), progress.width)]);
        else if (step.phase !== phase) progress.say(phaseLine(step));
        phase = step.phase;
      },
    });
    const first = alreadyPresent
      ? `${summary.id} was already there, from the same source`
      : `${summary.id} is published`;
    return done({ ...summary, shared }, [first, ...mediumLines(manifest), ...sharedLines(shared)]);
  },
});
