/** upgrade retry: a person takes the decision that no program should: do it again. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradeRetry = steeringCommand({
  name: 'upgrade retry',
  summary: 'try a failed host again',
  command: 'retry',
  host: 'needed',
  reason: 'optional',
  example: 'drydock upgrade retry --host xs-2 --reason "cable replaced"',
});
