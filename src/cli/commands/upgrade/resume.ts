/** upgrade resume: the end of a pause; a stopped run goes on with retry. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradeResume = steeringCommand({
  name: 'upgrade resume',
  summary: 'go on after a pause',
  command: 'resume',
  host: 'none',
  reason: 'optional',
  example: 'drydock upgrade resume',
});
