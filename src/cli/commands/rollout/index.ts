/** The commands of rollouts, in the order in which help and reference page show them. */
import type { CommandSpec } from '../../command.js';
import { rolloutAbort } from './abort.js';
import { rolloutApprove } from './approve.js';
import { rolloutList } from './list.js';
import { rolloutPause } from './pause.js';
import { rolloutPlan } from './plan.js';
import { rolloutReport } from './report.js';
import { rolloutResume } from './resume.js';
import { rolloutRetry } from './retry.js';
import { rolloutSkip } from './skip.js';
import { rolloutStart } from './start.js';
import { rolloutStatus } from './status.js';
import { rolloutWatch } from './watch.js';

export const rolloutCommands: readonly CommandSpec[] = [
  rolloutPlan,
  rolloutStart,
  rolloutList,
  rolloutStatus,
  rolloutWatch,
  rolloutPause,
  rolloutResume,
  rolloutApprove,
  rolloutRetry,
  rolloutSkip,
  rolloutAbort,
  rolloutReport,
];
