/** rollout skip: never a default, always somebody with a reason. */
import { steeringCommand } from '../../rollouts/rollout-command.js';

export const rolloutSkip = steeringCommand({
  name: 'rollout skip',
  summary: 'leave a pool out, by name; it counts as no failure any more',
  command: 'skip',
  pool: true,
  reason: 'needed',
  example: 'drydock rollout skip --pool berlin-3 --reason "is being replaced"',
});
