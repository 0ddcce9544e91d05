/** upgrade status: one look at a run. */
import { z } from 'zod';
import { defineCommand, done } from '../../command.js';
import { changeLines, notificationLines, runView } from '../../output/run-view.js';
import { paintFor } from '../../output/style.js';
import { chooseRun } from '../../runs/choose-run.js';
import { controllerOf } from '../../runs/controller.js';
import { runArgument } from '../../runs/run-command.js';

export const upgradeStatus = defineCommand({
  name: 'upgrade status',
  summary: 'show how a run stands, host by host',
  arguments: [runArgument],
  options: [],
  example: 'drydock upgrade status --json',
  input: z.strictObject({ run: z.string().optional() }),
  act: async (input, context) => {
    const { surroundings, progress } = context;
    const run = await chooseRun(controllerOf(context), input.run, true);
    const now = surroundings.clock.now();
    const paint = paintFor(surroundings.stdout.isTTY === true, surroundings.environment);
    const lines = [...runView(run, progress.width, now, paint), ...changeLines(run), ...notificationLines(run, now)];
    return done(run, lines);
  },
});
