/** upgrade start: sets a planned run going; it belongs to the controller from then on, whatever becomes of this command. */
import { Option } from 'commander';
import { z } from 'zod';
import { defineCommand, done } from '../../command.js';
import { chooseRun } from '../../runs/choose-run.js';
import { controllerOf } from '../../runs/controller.js';
import { followRun } from '../../runs/follow-run.js';
import { linesOption, runArgument } from '../../runs/run-command.js';

export const upgradeStart = defineCommand({
  name: 'upgrade start',
  summary: 'start a planned run; it goes on in the controller',
  arguments: [runArgument],
  options: [new Option('--watch', 'watch it until it ends or waits for a person'), linesOption],
  example: 'drydock upgrade start --watch',
  input: z.strictObject({
    run: z.string().optional(),
    watch: z.boolean().optional(),
    lines: z.boolean().optional(),
  }),
  act: async (input, context) => {
    const controller = controllerOf(context);
    const { run } = await chooseRun(controller, input.run);
    const status = await controller.command(run, { command: 'start', by: context.surroundings.user });
    if (input.watch === true) return followRun(controller, run, context, { started: true, lines: input.lines });
    return done(status, [`run ${run} has started; watch it with: drydock upgrade watch ${run}`]);
  },
});
