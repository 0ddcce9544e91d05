/** rollout start: sets a planned rollout going; it belongs to the controller from then on. */
import { Option } from 'commander';
import { z } from 'zod';
import { defineCommand, done } from '../../command.js';
import { chooseRollout } from '../../rollouts/choose-rollout.js';
import { followRollout } from '../../rollouts/follow-rollout.js';
import { rolloutArgument } from '../../rollouts/rollout-command.js';
import { controllerOf } from '../../runs/controller.js';

export const rolloutStart = defineCommand({
  name: 'rollout start',
  summary: 'start a planned rollout; it goes on in the controller',
  arguments: [rolloutArgument],
  options: [new Option('--watch', 'watch it until it ends or waits for a person')],
  example: 'drydock rollout start --watch',
  input: z.strictObject({ rollout: z.string().optional(), watch: z.boolean().optional() }),
  act: async (input, context) => {
    const { rollouts } = controllerOf(context);
    const { rollout } = await chooseRollout(rollouts, input.rollout);
    const status = await rollouts.command(rollout, { command: 'start', by: context.surroundings.user });
    if (input.watch === true) return followRollout(rollouts, rollout, context, true);
    return done(status, [`rollout ${rollout} has started; watch it with: drydock rollout watch ${rollout}`]);
  },
});
