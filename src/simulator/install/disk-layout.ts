/** What becomes of the system disk's layout, and of the local SR on it, when a release is installed over another (3.2). */
import type { ReleaseFacts } from '../../releases/release-facts.js';
import type { Machine } from '../state/machine.js';

export type LayoutDecision =
  /** Nothing but the root file system is touched. */
  | 'kept'
  /** The local SR is destroyed and made again, empty. */
  | 'made-anew'
  /** "Old partition layout is unsupported, run prepare_host_upgrade plugin and try again": the old system is still there. */
  | 'refused';

/** The old layout stays where the plugin did not allow a new one, up to the installers of 8.2; later ones refuse it. */
export function decideLayout(machine: Machine, mayRepartition: boolean, installer: ReleaseFacts): LayoutDecision {
  const { generation } = installer.installer;
  if (machine.layout === 'modern' || generation === '5.6') return 'kept';
  if (mayRepartition) return 'made-anew';
  return generation === 'xs8' || generation === 'xs9' ? 'refused' : 'kept';
}
