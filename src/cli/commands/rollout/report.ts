/** rollout report: what happened, wave by wave, for the record; the report of each run has the details. */
import { Option } from 'commander';
import { z } from 'zod';
import { rolloutReportFormats } from '../../../contract/rollout.js';
import { writeFileDurably } from '../../../shared/durable-files.js';
import { defineCommand, done } from '../../command.js';
import { chooseRollout } from '../../rollouts/choose-rollout.js';
import { rolloutArgument } from '../../rollouts/rollout-command.js';
import { controllerOf } from '../../runs/controller.js';

export const rolloutReport = defineCommand({
  name: 'rollout report',
  summary: 'print or write the report of a rollout',
  arguments: [rolloutArgument],
  options: [
    new Option('--format <format>', 'form of the report').choices([...rolloutReportFormats]).default('markdown'),
    new Option('--output <file>', 'write it to a file of mode 0600 instead of printing it'),
  ],
  example: 'drydock rollout report --output autumn.md',
  input: z.strictObject({
    rollout: z.string().optional(),
    format: z.enum(rolloutReportFormats),
    output: z.string().optional(),
  }),
  act: async (input, context) => {
    const { rollouts } = controllerOf(context);
    const { rollout } = await chooseRollout(rollouts, input.rollout, true);
    const format = context.json && input.output === undefined ? 'json' : input.format;
    const report = await rollouts.report(rollout, format);
    if (input.output === undefined) {
      return done(format === 'json' ? (JSON.parse(report) as unknown) : report, report.trimEnd().split('\n'));
    }
    await writeFileDurably(input.output, report, 0o600);
    return done({ rollout, format, file: input.output }, [`the report of ${rollout} is in ${input.output}`]);
  },
});
