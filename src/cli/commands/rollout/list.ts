/** rollout list: all rollouts of this controller, the open ones first. */
import { z } from 'zod';
import { defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';
import { moment } from '../../output/units.js';
import { isOver } from '../../rollouts/choose-rollout.js';
import { controllerOf } from '../../runs/controller.js';

export const rolloutList = defineCommand({
  name: 'rollout list',
  summary: 'list the rollouts, open ones first',
  arguments: [],
  options: [],
  example: 'drydock rollout list',
  input: z.strictObject({}),
  act: async (_input, context) => {
    const all = await controllerOf(context).rollouts.list();
    const rollouts = [...all].sort((left, right) => Number(isOver(left)) - Number(isOver(right)));
    const rows = rollouts.map((rollout) => [
      rollout.rollout,
      rollout.name,
      rollout.state,
      rollout.startedAt === null ? 'not started' : moment(rollout.startedAt),
      rollout.reason,
    ]);
    const lines =
      rollouts.length === 0 ? ['no rollouts yet'] : table(['rollout', 'name', 'state', 'started', 'reason'], rows);
    return done({ rollouts }, lines);
  },
});
