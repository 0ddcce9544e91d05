/** What xapi looks at before it places or moves a VM, where one release differs from the next. */
import type { ApiLevel } from './since.js';
import { isAtLeast } from './versions.js';

export interface PlacementBehaviour {
  /** Checks of one target beyond live, enabled, SRs, networks, GPUs and HVM. */
  readonly targetChecks: {
    readonly hardwarePlatform: boolean;
    /** CPU features, in the planner and in `VM.assert_can_boot_here`; `VM.pool_migrate` has them in every release. */
    readonly cpu: boolean;
    readonly usb: boolean;
    readonly sriov: boolean;
    readonly cpuCount: boolean;
  };
  /** Checks of the VM itself, before `pool_migrate`. */
  readonly migrationChecks: {
    /** `platform:nomigrate` and nested virtualisation: VM_IS_IMMOBILE. */
    readonly mobility: boolean;
    /** VM_NON_SUSPENDABLE. */
    readonly cannotSuspend: boolean;
    /** VM_HAS_VUSBS. */
    readonly usb: boolean;
  };
  /** What a guest without tools answers. */
  readonly missingTools: { readonly migrate: string; readonly shutdown: string };
  /** `VM.pool_migrate` looks at versions before anything else; later releases do it inside the operation. */
  readonly versionRuleFirst: boolean;
  /** The planner spreads the VMs of an anti-affinity group. */
  readonly antiAffinity: boolean;
}

/**
 * Sources: `assert_can_boot_here` (xapi_vm_helpers.ml), `check_operation_error` (xapi_vm_lifecycle.ml) and
 * `pool_migrate` (message_forwarding.ml) in xen-api's branches XS62, dundee-lcm, 1.14-lcm, 1.60-lcm, 1.110-lcm,
 * 1.160-lcm, 1.249-lcm, 24.39-lcm and HEAD; for the changes between two branches, the first tag that has them.
 */
export function placementBehaviour(release: ApiLevel): PlacementBehaviour {
  const { productVersion, xapiVersion } = release;
  const since = (version: string): boolean => isAtLeast(productVersion, version);
  return {
    targetChecks: {
      hardwarePlatform: since('7.0.0'),
      cpu: isAtLeast(xapiVersion, '1.212.0'),
      usb: since('7.3.0'),
      sriov: since('7.5.0'),
      cpuCount: since('7.0.0'),
    },
    migrationChecks: {
      mobility: since('7.1.0'),
      cannotSuspend: isAtLeast(xapiVersion, '25.24.0'),
      usb: since('7.3.0'),
    },
    missingTools: missingTools(since),
    versionRuleFirst: !since('7.5.0'),
    antiAffinity: isAtLeast(xapiVersion, '24.19.0'),
  };
}

function missingTools(since: (version: string) => boolean): PlacementBehaviour['missingTools'] {
  if (since('7.1.0')) return { migrate: 'VM_LACKS_FEATURE', shutdown: 'VM_LACKS_FEATURE' };
  if (since('7.0.0')) return { migrate: 'VM_LACKS_FEATURE_SUSPEND', shutdown: 'VM_LACKS_FEATURE_SHUTDOWN' };
  return { migrate: 'VM_MISSING_PV_DRIVERS', shutdown: 'VM_MISSING_PV_DRIVERS' };
}
