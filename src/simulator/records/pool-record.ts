/** The one pool as a record. */
import type { PoolRecord } from '../state/objects.js';
import type { RecordSource } from './record-builder.js';

export const poolSource: RecordSource<PoolRecord> = {
  list: (world) => [world.state.pool],
  fields: (pool, { state }) => ({
    name_label: pool.name,
    name_description: '',
    master: pool.coordinator,
    default_SR: pool.defaultSr,
    suspend_image_SR: pool.defaultSr,
    crash_dump_SR: pool.defaultSr,
    other_config: pool.otherConfig,
    current_operations: pool.currentOperations,
    ha_enabled: pool.haEnabled,
    ha_statefiles: pool.haStatefiles,
    ha_configuration: pool.haConfiguration,
    ha_host_failures_to_tolerate: String(pool.haFailuresToTolerate),
    ha_plan_exists_for: pool.haEnabled ? String(pool.haFailuresToTolerate) : '0',
    ha_allow_overcommit: false,
    ha_overcommitted: false,
    ha_cluster_stack: 'xhad',
    wlb_enabled: pool.wlbEnabled,
    wlb_url: pool.wlbUrl,
    wlb_username: '',
    is_psr_pending: state.conditions.secretRotationPending,
    restrictions: {},
  }),
};
