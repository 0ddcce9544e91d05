/** All effects by name; the compiler sees to it that none is missing. */
import { armGrant } from './arm-grant.js';
import { claimPool } from './claim-pool.js';
import { attachStorage } from './attach-storage.js';
import { beginMaintenance } from './begin-maintenance.js';
import { clearPowerOn } from './clear-power-on.js';
import { disableLegacyTls } from './disable-legacy-tls.js';
import { ejectDisc } from './eject-disc.js';
import { endHealthCheck } from './end-health-check.js';
import { endMaintenance } from './end-maintenance.js';
import { fetchInstallerLog } from './fetch-installer-log.js';
import { insertDisc } from './insert-disc.js';
import { restoreAutostart } from './restore-autostart.js';
import { turnAutostartOff } from './turn-autostart-off.js';
import { closeGrant } from './close-grant.js';
import { disableHa } from './disable-ha.js';
import { disableHost } from './disable-host.js';
import { disableWlb } from './disable-wlb.js';
import { dumpDatabase } from './dump-database.js';
import type { Effect, EffectName } from './effect.js';
import { enableHost } from './enable-host.js';
import { endGrant } from './end-grant.js';
import { evacuateHost } from './evacuate-host.js';
import { moveVmHome } from './move-vm-home.js';
import { hardStopVm } from './hard-stop-vm.js';
import { openStagingGrant } from './open-staging-grant.js';
import { applyPack } from './apply-pack.js';
import { cleanPack } from './clean-pack.js';
import { restartHost } from './restart-host.js';
import { restartToolstack } from './restart-toolstack.js';
import { uploadPack } from './upload-pack.js';
import { plugStorage } from './plug-storage.js';
import { readStagedEntry } from './read-staged-entry.js';
import { recheckDisks } from './recheck-disks.js';
import { raiseEpoch } from './raise-epoch.js';
import { rebootHost } from './reboot-host.js';
import { resumeVm } from './resume-vm.js';
import { startVm } from './start-vm.js';
import { stopVm } from './stop-vm.js';
import { suspendVm } from './suspend-vm.js';
import { releaseClaim } from './release-claim.js';
import { removeStagedEntry } from './remove-staged-entry.js';
import { restoreHaFailures } from './restore-ha-failures.js';
import { restoreHa } from './restore-ha.js';
import { restoreWlb } from './restore-wlb.js';
import { stageHost } from './stage-host.js';
import { testUrl } from './test-url.js';
import { verifyMedia } from './verify-media.js';

export const effects: Readonly<Record<EffectName, Effect>> = {
  'claim-pool': claimPool,
  'raise-epoch': raiseEpoch,
  'dump-database': dumpDatabase,
  'disable-ha': disableHa,
  'disable-wlb': disableWlb,
  'attach-storage': attachStorage,
  'begin-maintenance': beginMaintenance,
  'clear-power-on': clearPowerOn,
  'disable-legacy-tls': disableLegacyTls,
  'eject-disc': ejectDisc,
  'end-health-check': endHealthCheck,
  'end-maintenance': endMaintenance,
  'insert-disc': insertDisc,
  'restore-autostart': restoreAutostart,
  'turn-autostart-off': turnAutostartOff,
  'disable-host': disableHost,
  'stop-vm': stopVm,
  'hard-stop-vm': hardStopVm,
  'suspend-vm': suspendVm,
  'evacuate-host': evacuateHost,
  'open-staging-grant': openStagingGrant,
  'test-url': testUrl,
  'stage-host': stageHost,
  'close-grant': closeGrant,
  'read-staged-entry': readStagedEntry,
  'verify-media': verifyMedia,
  'recheck-disks': recheckDisks,
  'arm-grant': armGrant,
  'reboot-host': rebootHost,
  'end-grant': endGrant,
  'remove-staged-entry': removeStagedEntry,
  'fetch-installer-log': fetchInstallerLog,
  'plug-storage': plugStorage,
  'upload-pack': uploadPack,
  'apply-pack': applyPack,
  'restart-host': restartHost,
  'restart-toolstack': restartToolstack,
  'enable-host': enableHost,
  'start-vm': startVm,
  'resume-vm': resumeVm,
  'move-vm-home': moveVmHome,
  'restore-wlb': restoreWlb,
  'restore-ha': restoreHa,
  'restore-ha-failures': restoreHaFailures,
  'clean-pack': cleanPack,
  'release-claim': releaseClaim,
};
