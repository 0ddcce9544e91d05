/** journal restore: a backup, or the whole part of an export, in the place of the journal. */
import { z } from 'zod';
import { restoreStateJournal } from '../../../daemon/journal/journal-files.js';
import { defineCommand, done } from '../../command.js';
import { count, moment } from '../../output/units.js';

export const journalRestore = defineCommand({
  name: 'journal restore',
  summary: 'put a backup or an export in the place of the journal; refused while the controller runs',
  arguments: [{ name: '<file>', description: 'what journal backup or journal export has written' }],
  options: [],
  example: 'drydock journal restore /srv/backup/drydock-journal.sqlite',
  input: z.strictObject({ file: z.string() }),
  act: async ({ file }, { settings, surroundings }) => {
    const { clock, user } = surroundings;
    const restored = await restoreStateJournal(settings.state, file, user, clock.now());
    return done(restored, [
      `restored ${count(restored.records, 'record')}, the last of ${moment(restored.until)}`,
      ...(restored.aside === null ? [] : [`what was there before is kept as ${restored.aside}`]),
      ...restored.open.map(
        (run) =>
          `${run} was open then: it stops for you; see where its hosts stand, then drydock upgrade retry or abort`,
      ),
    ]);
  },
});
