/** rollout retry: a pool that was left behind gets its turn again. */
import { steeringCommand } from '../../rollouts/rollout-command.js';

export const rolloutRetry = steeringCommand({
  name: 'rollout retry',
  summary: 'try a pool again that was refused, aborted or skipped',
  command: 'retry',
  pool: true,
  reason: 'optional',
  example: 'drydock rollout retry --pool berlin-3',
});
