/** rollout pause: makes all runs of a rollout wait between two hosts. */
import { steeringCommand } from '../../rollouts/rollout-command.js';

export const rolloutPause = steeringCommand({
  name: 'rollout pause',
  summary: 'begin no other pool and no other host; hosts at work finish',
  command: 'pause',
  pool: false,
  reason: 'optional',
  example: 'drydock rollout pause --reason "storage is being moved"',
});
