/** journal verify: whether every record of the journal is what was written. */
import { z } from 'zod';
import { verifyStateJournal } from '../../../daemon/journal/journal-files.js';
import { exitCodes } from '../../../shared/errors/error-code.js';
import { defineCommand } from '../../command.js';
import { journalLines } from '../../output/journal-view.js';

export const journalVerify = defineCommand({
  name: 'journal verify',
  summary: 'prove that every record of the journal is what was written (exit 1: it is damaged); changes nothing',
  arguments: [{ name: '[file]', description: 'a backup; without it, the journal of the state folder' }],
  options: [],
  example: 'drydock journal verify',
  input: z.strictObject({ file: z.string().optional() }),
  act: async ({ file }, { settings }) => {
    const verdict = await verifyStateJournal(settings.state, file);
    return {
      document: verdict,
      lines: journalLines(verdict),
      exitCode: verdict.whole ? exitCodes.done : exitCodes.failed,
    };
  },
});
