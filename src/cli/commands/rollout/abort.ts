/** rollout abort: the end of a rollout before its end. */
import { Option } from 'commander';
import { steeringCommand } from '../../rollouts/rollout-command.js';

export const rolloutAbort = steeringCommand({
  name: 'rollout abort',
  summary: 'begin no other pool; the runs under way go on to their end, or are aborted as well',
  command: 'abort',
  pool: false,
  reason: 'optional',
  options: [new Option('--runs', 'abort the runs under way as well; hosts that install are left to finish')],
  example: 'drydock rollout abort --runs --reason "change was called off"',
});
