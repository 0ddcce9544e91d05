/** upgrade explain: why a run stands where it stands, and how to finish or undo it by hand. */
import { z } from 'zod';
import { defineCommand, done } from '../../command.js';
import { chooseRun } from '../../runs/choose-run.js';
import { controllerOf } from '../../runs/controller.js';
import { runArgument } from '../../runs/run-command.js';

export const upgradeExplain = defineCommand({
  name: 'upgrade explain',
  summary: 'tell what happened, why it stands where it stands, and how to go on by hand',
  arguments: [runArgument],
  options: [],
  example: 'drydock upgrade explain',
  input: z.strictObject({ run: z.string().optional() }),
  act: async (input, context) => {
    const controller = controllerOf(context);
    const { run } = await chooseRun(controller, input.run, true);
    const text = await controller.explain(run);
    return done({ run, explanation: text }, text.trimEnd().split('\n'));
  },
});
