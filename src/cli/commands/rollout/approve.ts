/** rollout approve: answers a rollout that asks before its next wave. */
import { steeringCommand } from '../../rollouts/rollout-command.js';

export const rolloutApprove = steeringCommand({
  name: 'rollout approve',
  summary: 'give the approval that the next wave waits for',
  command: 'approve',
  pool: false,
  reason: 'optional',
  example: 'drydock rollout approve',
});
