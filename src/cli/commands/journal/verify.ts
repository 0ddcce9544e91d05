/** journal verify: whether every record of the journal is what was written. */
import { z } from 'zod';
import { verifyStateJournal } from '../../../daemon/journal/journal-files.js';
import { examineMediaServerLogs } from '../../../daemon/journal/media-server-logs.js';
import { exitCodes } from '../../../shared/errors/error-code.js';
import { defineCommand } from '../../command.js';
import { journalLines, logLines } from '../../output/journal-view.js';

export const journalVerify = defineCommand({
  name: 'journal verify',
  summary: 'prove that every record of the journal is what was written (exit 1: it is damaged); changes nothing',
  arguments: [{ name: '[file]', description: 'a backup; without it, the journal of the state folder' }],
  options: [],
  example: 'drydock journal verify',
  input: z.strictObject({ file: z.string().optional() }),
  act: async ({ file }, { settings }) => {
    const verdict = await verifyStateJournal(settings.state, file);
    const logs = file === undefined ? examineMediaServerLogs(settings.state) : [];
    const whole = verdict.whole && logs.every(({ damaged }) => damaged.length === 0);
    return {
      document: { ...verdict, mediaServer: logs },
      lines: [...journalLines(verdict), ...logs.flatMap(logLines)],
      exitCode: whole ? exitCodes.done : exitCodes.failed,
    };
  },
});
