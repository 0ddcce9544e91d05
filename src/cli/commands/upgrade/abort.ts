/** upgrade abort: the end of a run before its end, with its undos. */
import { steeringCommand } from '../../runs/run-command.js';

export const upgradeAbort = steeringCommand({
  name: 'upgrade abort',
  summary: 'end the run and undo what it changed; a host that installs is left to finish',
  command: 'abort',
  host: 'none',
  reason: 'optional',
  example: 'drydock upgrade abort --reason "change was called off"',
});
