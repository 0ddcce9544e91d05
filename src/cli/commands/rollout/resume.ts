/** rollout resume: the way on after a pause or a stop. */
import { steeringCommand } from '../../rollouts/rollout-command.js';

export const rolloutResume = steeringCommand({
  name: 'rollout resume',
  summary: 'go on after a pause, or after failures that somebody has looked at',
  command: 'resume',
  pool: false,
  reason: 'optional',
  example: 'drydock rollout resume',
});
