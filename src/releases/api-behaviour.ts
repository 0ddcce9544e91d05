/** What xapi does differently from one version to the next, beyond its calls and fields. */
import type { ApiLevel } from './since.js';
import { isAtLeast } from './versions.js';

/** Keys of `host.software_version` that xapi compares. */
export type VersionKey = 'product_version' | 'platform_version' | 'xapi' | 'xapi_build' | 'xen';

export interface ApiBehaviour {
  /** What decides `pool.other_config:rolling_upgrade_in_progress`. */
  readonly rollingFlagCompares: readonly VersionKey[];
  /** Each must be equal or higher on the target of a migration. */
  readonly migrationCompares: readonly VersionKey[];
  /** How many VMs `host.evacuate` moves at a time. */
  readonly evacuationBatch: number;
  /** A member newer than its coordinator stays in emergency mode with HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR. */
  readonly memberRefusesOlderCoordinator: boolean;
  /** What becomes of guests that are left when `host.reboot` is called: the call itself succeeds in every release. */
  readonly guestsLeftAtReboot: 'killed' | 'moved-or-shut-down';
  /** The error of the evacuation planner for a guest that HA does not protect, while HA is on. */
  readonly unprotectedGuestError: 'HOST_NOT_ENOUGH_FREE_MEMORY' | 'HOST_EVACUATE_VM_NOT_HA_PROTECTED';
  /** The error for an argument of the wrong type. */
  readonly wrongTypeError: 'FIELD_TYPE_ERROR' | 'INTERNAL_ERROR';
  /** Text must be what XML can carry; later UTF-8 is enough. */
  readonly refusesControlCharacters: boolean;
  /** An unknown method is looked for among the extensions of the host, for which a session is needed. */
  readonly hasExtensions: boolean;
  /** The wire text of a void result in a task. */
  readonly voidTaskResult: '' | '<value></value>';
}

/** Sources: xapi.md 2.1 (flag), 2.2 (migration), 2.4 (member), 1.4 (batch, guests left), 6.3 (planner), 1.7 (task result). */
export function apiBehaviour(release: ApiLevel): ApiBehaviour {
  const { productVersion, xapiVersion } = release;
  // Until commit cb18ab94c4 (2011-11, in 6.1) the product version was compared.
  const platform = isAtLeast(productVersion, '6.1.0') ? 'platform_version' : 'product_version';
  return {
    rollingFlagCompares: isAtLeast(xapiVersion, '25.31.0') ? [platform, 'xapi'] : [platform],
    migrationCompares: isAtLeast(xapiVersion, '25.33.0') ? [platform, 'xapi_build', 'xen'] : [platform],
    evacuationBatch: isAtLeast(xapiVersion, '22.24.0') ? 10 : 1,
    memberRefusesOlderCoordinator: isAtLeast(xapiVersion, '23.30.0'),
    guestsLeftAtReboot: isAtLeast(productVersion, '7.5.0') ? 'moved-or-shut-down' : 'killed',
    // Branches 26.1-lcm and HEAD have the code of its own, 24.39-lcm and 25.33-lcm do not.
    unprotectedGuestError: isAtLeast(xapiVersion, '26.1.0')
      ? 'HOST_EVACUATE_VM_NOT_HA_PROTECTED'
      : 'HOST_NOT_ENOUGH_FREE_MEMORY',
    // gen_server.ml and genOCaml.ml: FIELD_TYPE_ERROR up to tag v1.76.0, gone with branch 1.90-lcm (7.5).
    wrongTypeError: isAtLeast(productVersion, '7.5.0') ? 'INTERNAL_ERROR' : 'FIELD_TYPE_ERROR',
    // gen_server.ml: Encodings.UTF8_XML up to tag v25.6.0, Utf8 on branch 25.33-lcm.
    refusesControlCharacters: !isAtLeast(xapiVersion, '25.33.0'),
    // gen_server.ml: there on branch 1.14-lcm, absent on dundee-lcm.
    hasExtensions: isAtLeast(productVersion, '7.1.0'),
    voidTaskResult: isAtLeast(productVersion, '7.0.0') ? '<value></value>' : '',
  };
}
