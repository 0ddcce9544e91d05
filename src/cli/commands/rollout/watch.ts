/** rollout watch: the live picture of a rollout; ends when the rollout does, or when it waits for a person. */
import { z } from 'zod';
import { defineCommand } from '../../command.js';
import { chooseRollout } from '../../rollouts/choose-rollout.js';
import { followRollout } from '../../rollouts/follow-rollout.js';
import { rolloutArgument } from '../../rollouts/rollout-command.js';
import { controllerOf } from '../../runs/controller.js';

export const rolloutWatch = defineCommand({
  name: 'rollout watch',
  summary: 'watch a rollout until it ends (exit 0 done, 1 aborted) or waits for a person (5)',
  arguments: [rolloutArgument],
  options: [],
  example: 'drydock rollout watch',
  input: z.strictObject({ rollout: z.string().optional() }),
  act: async (input, context) => {
    const { rollouts } = controllerOf(context);
    const { rollout } = await chooseRollout(rollouts, input.rollout, true);
    return followRollout(rollouts, rollout, context);
  },
});
