/** upgrade pause: the way to make a run wait before its next step. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradePause = steeringCommand({
  name: 'upgrade pause',
  summary: 'begin no further step; a host that is armed or installing is waited for until it is proven',
  command: 'pause',
  host: 'none',
  reason: 'optional',
  example: 'drydock upgrade pause --reason "backup window"',
});
