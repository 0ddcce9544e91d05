/** upgrade approve: answers a run that asks before each host. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradeApprove = steeringCommand({
  name: 'upgrade approve',
  summary: 'give the approval that the run waits for',
  command: 'approve',
  host: 'none',
  reason: 'optional',
  example: 'drydock upgrade approve',
});
