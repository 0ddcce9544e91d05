/** `testSafe2Upgrade` (2015): may the system disk be laid out anew for a release from 7.0 on? */
import { pluginHabits } from '../../../installer/plugin-habits.js';
import { systemDiskStorage } from '../../state/local-storage.js';
import type { Host } from '../../state/objects.js';
import type { World } from '../../world.js';
import { pluginRunOf, type PluginBody } from '../plugin-call.js';

/** What the new layout takes from the local SR (prepare_host_upgrade.py). */
const leastLocalStorage = 38 * 1024 ** 3;

export type RepartitionAnswer =
  'true' | 'false' | 'not_enough_space' | 'vdi_present' | 'utility_part_present' | 'legacy_partition_table';

export const testSafeToUpgrade: PluginBody = ({ world, host }) => Promise.resolve(repartitionAnswer(world, host));

/** "true" is said of a host that has the new layout already, of one without local SR, and of one whose local SR is empty. */
export function repartitionAnswer(world: World, host: Host): RepartitionAnswer {
  const { detailedRepartitionAnswers: isDetailed } = pluginHabits[pluginRunOf(host).generation];
  const { partitionTable, layout } = host.machine;
  if (isDetailed && partitionTable === 'dos-with-utility') return 'utility_part_present';
  if (isDetailed && partitionTable === 'dos') return 'legacy_partition_table';
  if (layout === 'modern') return 'true';
  const local = systemDiskStorage(world.state, host);
  // The real one looks for attached SRs alone.
  if (!local?.pbd.attached) return 'true';
  if (local.sr.size < leastLocalStorage) return 'not_enough_space';
  if ([...world.state.vdis.values()].every((vdi) => vdi.sr !== local.sr.ref)) return 'true';
  return isDetailed ? 'vdi_present' : 'false';
}
