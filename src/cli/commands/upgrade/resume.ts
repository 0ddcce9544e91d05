/** upgrade resume: a person says that a paused or stopped run may go on. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradeResume = steeringCommand({
  name: 'upgrade resume',
  summary: 'go on after a pause or a stop',
  command: 'resume',
  host: 'none',
  reason: 'optional',
  example: 'drydock upgrade resume',
});
