/** upgrade console: what a person does at the console of the host whose turn it is, in Manual mode, with its address. */
import { z } from 'zod';
import { defineCommand, done } from '../../command.js';
import { chooseRun } from '../../runs/choose-run.js';
import { controllerOf } from '../../runs/controller.js';
import { runArgument } from '../../runs/run-command.js';

export const upgradeConsole = defineCommand({
  name: 'upgrade console',
  summary: 'Manual mode: what to do at the console of the host whose turn it is, and its address',
  arguments: [runArgument],
  options: [],
  example: 'drydock upgrade console',
  input: z.strictObject({ run: z.string().optional() }),
  act: async (input, context) => {
    const controller = controllerOf(context);
    const { run } = await chooseRun(controller, input.run);
    const reply = await controller.console(run);
    const title = reply.name === null ? [] : [`At the console of ${reply.name}:`];
    return done({ run, ...reply }, [...title, ...reply.lines]);
  },
});
