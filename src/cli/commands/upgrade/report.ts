/** upgrade report: what happened, for the record. */
import { Option } from 'commander';
import { z } from 'zod';
import { writeFileDurably } from '../../../shared/durable-files.js';
import { reportFormats } from '../../../contract/control.js';
import { defineCommand, done } from '../../command.js';
import { chooseRun } from '../../runs/choose-run.js';
import { controllerOf } from '../../runs/controller.js';
import { runArgument } from '../../runs/run-command.js';

export const upgradeReport = defineCommand({
  name: 'upgrade report',
  summary: 'print or write the report of a run',
  arguments: [runArgument],
  options: [
    new Option('--format <format>', 'form of the report').choices([...reportFormats]).default('markdown'),
    new Option('--output <file>', 'write it to a file of mode 0600 instead of printing it'),
  ],
  example: 'drydock upgrade report --format html --output report.html',
  input: z.strictObject({ run: z.string().optional(), format: z.enum(reportFormats), output: z.string().optional() }),
  act: async (input, context) => {
    const controller = controllerOf(context);
    const { run } = await chooseRun(controller, input.run, true);
    // With --json the document is the report itself, whatever --format says: standard output holds JSON only.
    const format = context.json && input.output === undefined ? 'json' : input.format;
    const report = await controller.report(run, format);
    if (input.output === undefined)
      return done(format === 'json' ? parsed(report) : report, report.trimEnd().split('\n'));
    await writeFileDurably(input.output, report, 0o600);
    return done({ run, format, file: input.output }, [`the report of ${run} is in ${input.output}`]);
  },
});

function parsed(report: string): unknown {
  return JSON.parse(report) as unknown;
}
