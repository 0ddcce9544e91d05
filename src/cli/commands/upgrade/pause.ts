/** upgrade pause: the way to make a run wait between two hosts. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradePause = steeringCommand({
  name: 'upgrade pause',
  summary: 'let the host at work finish, and begin no other',
  command: 'pause',
  host: 'none',
  reason: 'optional',
  example: 'drydock upgrade pause --reason "backup window"',
});
