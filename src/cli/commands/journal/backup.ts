/** journal backup: one consistent copy, also while the controller runs. */
import { z } from 'zod';
import { backUpStateJournal } from '../../../daemon/journal/journal-files.js';
import { defineCommand, done } from '../../command.js';
import { count } from '../../output/units.js';

export const journalBackup = defineCommand({
  name: 'journal backup',
  summary: 'write a consistent, verified copy of the journal, also while the controller runs',
  arguments: [{ name: '<file>', description: 'where to; a file that exists is not replaced' }],
  options: [],
  example: 'drydock journal backup /srv/backup/drydock-journal.sqlite',
  input: z.strictObject({ file: z.string() }),
  act: async ({ file }, { settings }) => {
    const verdict = await backUpStateJournal(settings.state, file);
    return done({ file, records: verdict.records, runs: verdict.runs, until: verdict.until }, [
      `${file} holds ${count(verdict.records, 'record')} of ${count(verdict.runs, 'run')}, verified; keep it away from this machine`,
    ]);
  },
});
