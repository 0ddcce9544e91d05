/** upgrade watch: the live picture of a run; ends when the run does, or, where nobody sits at a terminal, when it waits for a person. */
import { z } from 'zod';
import { defineCommand } from '../../command.js';
import { chooseRun } from '../../runs/choose-run.js';
import { controllerOf } from '../../runs/controller.js';
import { followRun } from '../../runs/follow-run.js';
import { linesOption, runArgument } from '../../runs/run-command.js';

export const upgradeWatch = defineCommand({
  name: 'upgrade watch',
  summary: 'watch a run until it ends (exit 0 done, 1 aborted) or waits for a person (5)',
  arguments: [runArgument],
  options: [linesOption],
  example: 'drydock upgrade watch',
  input: z.strictObject({ run: z.string().optional(), lines: z.boolean().optional() }),
  act: async (input, context) => {
    const controller = controllerOf(context);
    const { run } = await chooseRun(controller, input.run, true);
    return followRun(controller, run, context, { lines: input.lines });
  },
});
