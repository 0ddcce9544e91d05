/** All commands of this version, in the order in which help and reference page show them. */
import type { CommandSpec } from '../command.js';
import { check } from './check.js';
import { completion } from './completion.js';
import { demo } from './demo.js';
import { doctor } from './doctor.js';
import { init } from './init.js';
import { journalCommands } from './journal/index.js';
import { mediaCommands } from './media/index.js';
import { mirrorConfig } from './mirror/config.js';
import { mirrorList } from './mirror/list.js';
import { mirrorLog } from './mirror/log.js';
import { nfsExportsCommand } from './nfs/exports.js';
import { nfsStatusCommand } from './nfs/status.js';
import { notifyTest } from './notify/test.js';
import { poolAdd } from './pool/add.js';
import { poolList } from './pool/list.js';
import { poolPasswordCommand } from './pool/password.js';
import { poolReleaseClaim } from './pool/release-claim.js';
import { poolRemove } from './pool/remove.js';
import { poolSsh } from './pool/ssh.js';
import { poolShow } from './pool/show.js';
import { rehearse } from './rehearse.js';
import { rolloutCommands } from './rollout/index.js';
import { serve } from './serve.js';
import { serviceController } from './service/controller.js';
import { serviceMediaServer } from './service/media-server.js';
import { sessionCommands } from './session/index.js';
import { simulate } from './simulate.js';
import { stop } from './stop.js';
import { supportBundle } from './support-bundle.js';
import { tokenCommands } from './token/index.js';
import { userCommands } from './user/index.js';
import { audit } from './audit.js';
import { dashboard } from './dashboard.js';
import { upgradeAbort } from './upgrade/abort.js';
import { upgradeApprove } from './upgrade/approve.js';
import { upgradeConsole } from './upgrade/console.js';
import { upgradeExplain } from './upgrade/explain.js';
import { upgradeGiveUp } from './upgrade/give-up.js';
import { upgradeList } from './upgrade/list.js';
import { upgradePath } from './upgrade/path.js';
import { upgradePause } from './upgrade/pause.js';
import { upgradePlan } from './upgrade/plan.js';
import { upgradeReport } from './upgrade/report.js';
import { upgradeResume } from './upgrade/resume.js';
import { upgradeRetry } from './upgrade/retry.js';
import { upgradeSkip } from './upgrade/skip.js';
import { upgradeStart } from './upgrade/start.js';
import { upgradeStatus } from './upgrade/status.js';
import { upgradeWatch } from './upgrade/watch.js';

export const commandSpecs: readonly CommandSpec[] = [
  init,
  doctor,
  ...mediaCommands,
  serve,
  dashboard,
  stop,
  serviceMediaServer,
  serviceController,
  nfsExportsCommand,
  nfsStatusCommand,
  mirrorList,
  mirrorConfig,
  mirrorLog,
  notifyTest,
  poolAdd,
  poolList,
  poolShow,
  poolSsh,
  poolPasswordCommand,
  poolRemove,
  poolReleaseClaim,
  check,
  upgradePath,
  upgradePlan,
  upgradeStart,
  upgradeList,
  upgradeStatus,
  upgradeWatch,
  upgradeConsole,
  upgradePause,
  upgradeResume,
  upgradeApprove,
  upgradeRetry,
  upgradeSkip,
  upgradeGiveUp,
  upgradeAbort,
  upgradeReport,
  upgradeExplain,
  ...rolloutCommands,
  ...journalCommands,
  supportBundle,
  rehearse,
  simulate,
  demo,
  ...userCommands,
  ...sessionCommands,
  ...tokenCommands,
  audit,
  completion,
];
