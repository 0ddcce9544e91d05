/** upgrade give-up: only a person may end the grant of an armed host. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradeGiveUp = steeringCommand({
  name: 'upgrade give-up',
  summary: 'say that a host will not come back, so that its address may be closed',
  command: 'give-up',
  host: 'needed',
  reason: 'needed',
  example: 'drydock upgrade give-up --host xs-2 --reason "board is dead"',
});
