/** All assessments, in the order in which they are shown: from "can it be done at all" to "was it done well". */
import type { Assessment } from './assessment.js';
import { asBefore } from './as-before.js';
import { autostartOff } from './autostart-off.js';
import { capacity } from './capacity.js';
import { certificateStrength } from './certificate-strength.js';
import { clockSkew } from './clock-skew.js';
import { clustering } from './clustering.js';
import { controlDomainMemory } from './control-domain-memory.js';
import { coordinatorNewest } from './coordinator-newest.js';
import { cpuVendors } from './cpu-vendors.js';
import { deprecatedStorage } from './deprecated-storage.js';
import { diskHealth } from './disk-health.js';
import { discsEjected } from './discs-ejected.js';
import { downgrade } from './downgrade.js';
import { driverFit } from './driver-fit.js';
import { evacuable } from './evacuable.js';
import { haOff } from './ha-off.js';
import { healthCheck } from './health-check.js';
import { hostEnabled } from './host-enabled.js';
import { hostLive } from './host-live.js';
import { hostMemory } from './host-memory.js';
import { installerNetwork } from './installer-network.js';
import { leftAsFound } from './left-as-found.js';
import { legacyTls } from './legacy-tls.js';
import { licenceAgreement } from './licence-agreement.js';
import { licence } from './licence.js';
import { localStorage } from './local-storage.js';
import { mediaReachable } from './media-reachable.js';
import { mirrorProven } from './mirror-proven.js';
import { migrationLicence } from './migration-licence.js';
import { networkPlugged } from './network-plugged.js';
import { nobodyElse } from './nobody-else.js';
import { packStorage } from './pack-storage.js';
import { packsFit } from './packs-fit.js';
import { packsKept } from './packs-kept.js';
import { partitionLayout } from './partition-layout.js';
import { pendingReboot } from './pending-reboot.js';
import { pluginFit } from './plugin-fit.js';
import { poolSecret } from './pool-secret.js';
import { powerOnMode } from './power-on-mode.js';
import { probes } from './probes.js';
import { pvGuests } from './pv-guests.js';
import { role } from './role.js';
import { sameHost } from './same-host.js';
import { selfHosted } from './self-hosted.js';
import { storagePlugged } from './storage-plugged.js';
import { storageLink } from './storagelink.js';
import { suspendedGuests } from './suspended-guests.js';
import { systemAssessments } from './system-assessments.js';
import { updatesUniform } from './updates-uniform.js';
import { upgradePath } from './upgrade-path.js';
import { vcpuTopology } from './vcpu-topology.js';
import { versionsProven } from './versions-proven.js';
import { vmPolicies } from './vm-policies.js';
import { vswitchController } from './vswitch-controller.js';
import { wlbOff } from './wlb-off.js';

export const assessments: readonly Assessment[] = [
  hostLive,
  hostEnabled,
  coordinatorNewest,
  downgrade,
  upgradePath,
  role,
  licenceAgreement,
  licence,
  mirrorProven,
  mediaReachable,
  pluginFit,
  partitionLayout,
  driverFit,
  installerNetwork,
  certificateStrength,
  legacyTls,
  nobodyElse,
  poolSecret,
  haOff,
  wlbOff,
  storagePlugged,
  networkPlugged,
  autostartOff,
  discsEjected,
  cpuVendors,
  migrationLicence,
  vmPolicies,
  evacuable,
  capacity,
  controlDomainMemory,
  hostMemory,
  diskHealth,
  clockSkew,
  pvGuests,
  vcpuTopology,
  suspendedGuests,
  localStorage,
  clustering,
  storageLink,
  deprecatedStorage,
  vswitchController,
  healthCheck,
  powerOnMode,
  packsKept,
  packsFit,
  packStorage,
  pendingReboot,
  updatesUniform,
  selfHosted,
  probes,
  ...systemAssessments,
  versionsProven,
  sameHost,
  asBefore,
  leftAsFound,
];
