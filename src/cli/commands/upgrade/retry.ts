/** upgrade retry: a person takes the decision that no program should: do it again. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradeRetry = steeringCommand({
  name: 'upgrade retry',
  summary: 'try again what the run stopped at',
  command: 'retry',
  host: 'optional',
  reason: 'optional',
  example: 'drydock upgrade retry --reason "cable replaced"',
});
