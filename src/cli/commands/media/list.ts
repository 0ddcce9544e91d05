/** media list: what the store holds. */
import { z } from 'zod';
import { listMedia } from '../../../media/list-media.js';
import { defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';
import { bytes } from '../../output/units.js';

export const mediaList = defineCommand({
  name: 'media list',
  summary: 'list the imported media',
  arguments: [],
  options: [],
  example: 'drydock media list',
  input: z.strictObject({}),
  act: async (_input, context) => {
    const media = await listMedia({ mediaCache: context.settings.media.cache });
    const rows = media.map(({ summary, aliases, inUse }) => [
      summary.id,
      aliases.join(' '),
      `${summary.product.name} ${summary.product.version}`,
      String(summary.files),
      bytes(summary.bytes),
      summary.verified.signature,
      inUse.length === 0 ? 'no' : 'yes',
    ]);
    const headings = ['id', 'aliases', 'product', 'files', 'size', 'signature', 'in use'];
    return done(
      { media: media.map(({ summary, aliases, inUse }) => ({ ...summary, aliases, inUse })) },
      rows.length === 0 ? ['no media yet; import one with: drydock media import'] : table(headings, rows),
    );
  },
});
