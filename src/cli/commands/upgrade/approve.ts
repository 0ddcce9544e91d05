/** upgrade approve: answers a run that asks before each host. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradeApprove = steeringCommand({
  name: 'upgrade approve',
  summary: 'give the approval that the run waits for',
  command: 'approve',
  host: 'optional',
  reason: 'optional',
  example: 'drydock upgrade approve',
});
