/** journal export: the journal as lines of JSON, as far as it can be read. */
import { Option } from 'commander';
import { z } from 'zod';
import { exportStateJournal } from '../../../daemon/journal/journal-files.js';
import { writeFileDurably } from '../../../shared/durable-files.js';
import { exitCodes } from '../../../shared/errors/error-code.js';
import { defineCommand } from '../../command.js';
import { journalLines } from '../../output/journal-view.js';

export const journalExport = defineCommand({
  name: 'journal export',
  summary: 'write what can be read of the journal as lines of JSON (exit 1: not all of it is proven)',
  arguments: [{ name: '[file]', description: 'a backup; without it, the journal of the state folder' }],
  options: [new Option('--output <file>', 'write it to a file of mode 0600 instead of printing it')],
  example: 'drydock journal export --output journal.jsonl',
  input: z.strictObject({ file: z.string().optional(), output: z.string().optional() }),
  act: async ({ file, output }, { settings, json }) => {
    const { verdict, lines } = await exportStateJournal(settings.state, file);
    const exitCode = verdict.whole ? exitCodes.done : exitCodes.failed;
    if (output === undefined) {
      // With --json standard output holds one document: the lines stand in it.
      const records = json ? lines.slice(1).map((line) => JSON.parse(line) as unknown) : [];
      return { document: { ...verdict, export: records }, lines, exitCode };
    }
    await writeFileDurably(output, `${lines.join('\n')}\n`, 0o600);
    return {
      document: { ...verdict, file: output },
      lines: [...journalLines(verdict), `what can be read is in ${output}`],
      exitCode,
    };
  },
});
