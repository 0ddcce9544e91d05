/** upgrade skip: never a default, always somebody with a reason. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradeSkip = steeringCommand({
  name: 'upgrade skip',
  summary: 'leave a host out of the run, by name',
  command: 'skip',
  host: 'needed',
  reason: 'needed',
  example: 'drydock upgrade skip --host xs-3 --reason "to be replaced next week"',
});
