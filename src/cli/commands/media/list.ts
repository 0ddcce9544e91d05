/** media list: what the store holds. */
import { z } from 'zod';
import { diskUseOf, listMedia } from '../../../media/list-media.js';
import { defineCommand, done } from '../../command.js';
import { checkText } from '../../output/store-view.js';
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
    const options = { mediaCache: context.settings.media.cache };
    const media = await listMedia(options);
    if (media.length === 0)
      return done({ media: [], diskBytes: 0 }, ['no media yet; import one with: drydock media import']);
    const disk = await Promise.all(media.map((medium) => diskUseOf(options, [medium])));
    const total = await diskUseOf(options, media);
    const rows = media.map((medium, index) => [
      medium.summary.id,
      medium.aliases.join(' '),
      `${medium.summary.product.name} ${medium.summary.product.version}`,
      String(medium.summary.files),
      bytes(medium.summary.bytes),
      bytes(disk[index]?.own ?? 0),
      medium.summary.verified.signature,
      medium.inUse.length === 0 ? 'no' : 'yes',
      checkText(medium),
    ]);
    const headings = ['id', 'aliases', 'product', 'files', 'size', 'own', 'signature', 'in use', 'last re-hashed'];
    const sum = media.reduce((bytesOfAll, { summary }) => bytesOfAll + summary.bytes, 0);
    return done(
      {
        media: media.map(({ summary, aliases, inUse, lastCheck }, index) => ({
          ...summary,
          aliases,
          inUse,
          lastCheck,
          disk: disk[index],
        })),
        diskBytes: total.bytes,
      },
      [...table(headings, rows), `${bytes(sum)} of media in ${bytes(total.bytes)} on disk`],
    );
  },
});
