/** rollout status: one look at a rollout. */
import { z } from 'zod';
import { defineCommand, done } from '../../command.js';
import { rolloutView } from '../../output/rollout-view.js';
import { paintFor } from '../../output/style.js';
import { chooseRollout } from '../../rollouts/choose-rollout.js';
import { rolloutArgument } from '../../rollouts/rollout-command.js';
import { controllerOf } from '../../runs/controller.js';

export const rolloutStatus = defineCommand({
  name: 'rollout status',
  summary: 'show how a rollout stands, wave by wave and pool by pool',
  arguments: [rolloutArgument],
  options: [],
  example: 'drydock rollout status --json',
  input: z.strictObject({ rollout: z.string().optional() }),
  act: async (input, context) => {
    const { surroundings, progress } = context;
    const rollout = await chooseRollout(controllerOf(context).rollouts, input.rollout, true);
    const paint = paintFor(surroundings.stdout.isTTY === true, surroundings.environment);
    return done(rollout, rolloutView(rollout, progress.width, surroundings.clock.now(), paint));
  },
});
