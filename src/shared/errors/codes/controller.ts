/** Error codes of controller. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const controllerErrorCodes = defineErrorCodes({
  ACCEPTANCE_INVALID: {
    summary: 'An acceptance is not one that Drydock understands',
    cause: 'It has not the form CHECK@HOST=REASON, or names a check that does not exist.',
    remedy:
      'Give it as --accept "clock-skew@xs-2=time server is being replaced"; docs/assessments.md lists the checks.',
    exitCode: exitCodes.usage,
  },
  PLAN_COORDINATOR_LEFT_OUT: {
    summary: 'The coordinator cannot be left out of the upgrade',
    cause:
      'Members are to be upgraded and their coordinator is not; a member that is newer than its coordinator cannot join it.',
    remedy: 'Include the coordinator; it goes first.',
    exitCode: exitCodes.inputRefused,
  },
  PLAN_EMPTY: {
    summary: 'There is no host to upgrade',
    cause: 'Every host has the versions of the medium already, or was left out.',
    remedy: 'Nothing needs to be done; if a host should be upgraded, check the medium and the hosts that were chosen.',
    exitCode: exitCodes.inputRefused,
  },
  PLAN_HOST_UNKNOWN: {
    summary: 'A host that was named is not in the pool',
    cause: 'The name is misspelt, or several hosts have it.',
    remedy: 'Use the name or uuid that drydock pool show prints.',
    exitCode: exitCodes.inputRefused,
  },
  PLAN_ORDER_REFUSED: {
    summary: 'The hosts cannot be upgraded in this order',
    cause: 'The coordinator has to be the newest host of its pool at every moment, so it goes first.',
    remedy: 'Put the coordinator first.',
    exitCode: exitCodes.inputRefused,
  },
});
