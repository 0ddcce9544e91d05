/** Every kind of fault by its name: what a script may hold, and what docs/faults.md lists. */
import type { AnyFault } from './definition.js';
import { callFails, callFailsAtEnd, callHangs, callSlow } from './kinds/calls.js';
import { connectionClosed, connectionRefused, http500, noAnswer, replyLost } from './kinds/connection.js';
import { evacuationBlocked } from './kinds/evacuation-blocked.js';
import { evacuationFails, migrationSlow, taskLost, vmLeftBehind } from './kinds/evacuation.js';
import {
  agentDoesNotStart,
  neverReturns,
  returnsSlowly,
  returnsWithOldVersion,
  strangerAnswers,
} from './kinds/host-return.js';
import {
  allHostsStayDisabled,
  deadButEnabled,
  enabledBySomebody,
  pbdUnplugged,
  pifMissing,
  staysDisabled,
  stillBooting,
  storageNotAttached,
} from './kinds/host-state.js';
import {
  bootEntryLost,
  installerBreaksAfterFormat,
  installerFetchFails,
  installerHangs,
  installerHasNoNetwork,
  installerRefuses,
} from './kinds/installation.js';
import { jsonShape } from './kinds/json-shape.js';
import { malformedMemberName } from './kinds/malformed-member-name.js';
import { startsInEmergency } from './kinds/member-start.js';
import { capacityLost, vmStartedBySomebody } from './kinds/other-people.js';
import { claimTaken, somebodyAtWork } from './kinds/others-at-work.js';
import { personErrs } from './kinds/person-errs.js';
import { pluginAnswersWrongly, pluginFails, pluginHangs } from './kinds/plugins.js';
import {
  clusteredStorage,
  haDisableHangs,
  haEnableFails,
  haOn,
  keyAddedAgain,
  secretRotationPending,
  wlbOn,
  wlbUnreachable,
} from './kinds/pool-services.js';
import { bootLoop, powerLoss } from './kinds/power.js';
import { replyTruncated } from './kinds/reply-truncated.js';
import { addressChanged, returnsWithOtherUuid } from './kinds/returns-as-another.js';
import { returnsNewer } from './kinds/returns-newer.js';
import { hostIsSlave, loginSlow, passwordChanged, rbacDenied, sessionLost } from './kinds/session.js';
import { certificateChanged, certificateExpired, oldTlsOnly, portClosed } from './kinds/sockets.js';
import { clockJump, clockSkew, flagLags } from './kinds/time.js';
import { callArityMismatch, callMissing, fieldMissing, fieldUnknown } from './kinds/versions.js';
import { uploadCut } from './kinds/uploads.js';
import * as vms from './kinds/vms.js';

export const faultKinds = {
  'never-returns': neverReturns,
  'returns-with-old-version': returnsWithOldVersion,
  'returns-newer-than-coordinator': returnsNewer,
  'returns-slowly': returnsSlowly,
  'agent-does-not-start': agentDoesNotStart,
  'stranger-answers': strangerAnswers,
  'returns-with-other-uuid': returnsWithOtherUuid,
  'address-changed': addressChanged,
  'power-loss': powerLoss,
  'boot-loop': bootLoop,

  'stays-disabled': staysDisabled,
  'still-booting': stillBooting,
  'storage-not-attached': storageNotAttached,
  'pbd-unplugged': pbdUnplugged,
  'pif-missing': pifMissing,
  'all-hosts-stay-disabled': allHostsStayDisabled,
  'dead-but-enabled': deadButEnabled,
  'enabled-by-somebody': enabledBySomebody,

  'starts-in-emergency': startsInEmergency,

  'evacuation-blocked': evacuationBlocked,
  'evacuation-fails': evacuationFails,
  'vm-left-behind': vmLeftBehind,
  'task-lost': taskLost,
  'migration-slow': migrationSlow,
  'capacity-lost': capacityLost,
  'vm-started-by-somebody': vmStartedBySomebody,

  'connection-refused': connectionRefused,
  'port-closed': portClosed,
  'connection-closed': connectionClosed,
  'no-answer': noAnswer,
  'http-500': http500,
  'reply-lost': replyLost,
  'reply-truncated': replyTruncated,
  'malformed-member-name': malformedMemberName,
  'json-shape': jsonShape,
  'certificate-changed': certificateChanged,
  'certificate-expired': certificateExpired,
  'old-tls-only': oldTlsOnly,

  'session-lost': sessionLost,
  'host-is-slave': hostIsSlave,
  'rbac-denied': rbacDenied,
  'login-slow': loginSlow,
  'password-changed': passwordChanged,

  'call-fails': callFails,
  'call-fails-at-end': callFailsAtEnd,
  'call-slow': callSlow,
  'call-hangs': callHangs,

  'upload-cut': uploadCut,

  'plugin-fails': pluginFails,
  'plugin-hangs': pluginHangs,
  'plugin-answers-wrongly': pluginAnswersWrongly,

  'installer-fetch-fails': installerFetchFails,
  'installer-hangs': installerHangs,
  'installer-refuses': installerRefuses,
  'installer-has-no-network': installerHasNoNetwork,
  'installer-breaks-after-format': installerBreaksAfterFormat,
  'boot-entry-lost': bootEntryLost,

  'ha-on': haOn,
  'ha-disable-hangs': haDisableHangs,
  'ha-enable-fails': haEnableFails,
  'wlb-on': wlbOn,
  'wlb-unreachable': wlbUnreachable,
  'secret-rotation-pending': secretRotationPending,
  'clustered-storage': clusteredStorage,
  'key-added-again': keyAddedAgain,

  'vm-on-local-disk': vms.vmOnLocalDisk,
  'vm-with-local-cd': vms.vmWithLocalCd,
  'vm-with-pci': vms.vmWithPci,
  'vm-with-vgpu': vms.vmWithVgpu,
  'vm-with-vusb': vms.vmWithVusb,
  'vm-paused': vms.vmPaused,
  'vm-suspended': vms.vmSuspended,
  'vm-without-tools': vms.vmWithoutTools,
  'vm-blocked': vms.vmBlocked,
  'vm-immobile': vms.vmImmobile,
  'vm-ha-protected': vms.vmHaProtected,
  'vm-auto-starts': vms.vmAutoStarts,
  'vm-snapshot-taken': vms.vmSnapshotTaken,

  'somebody-at-work': somebodyAtWork,
  'claim-taken': claimTaken,
  'person-errs': personErrs,

  'clock-skew': clockSkew,
  'clock-jump': clockJump,
  'flag-lags': flagLags,

  'call-arity-mismatch': callArityMismatch,
  'call-missing': callMissing,
  'field-missing': fieldMissing,
  'field-unknown': fieldUnknown,
} as const satisfies Readonly<Record<string, AnyFault>>;
