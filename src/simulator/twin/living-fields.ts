/**
 * The fields that change while a twin lives: its state tells them. Every other field of its records is shown as it was
 * read from the real pool, so that whoever looks for a licence, a GPU or a CPU finds the administrator's own.
 */
import type { RecordClass } from '../../releases/records/record-tables.js';

export const livingFields: Readonly<Partial<Record<RecordClass, readonly string[]>>> = {
  pool: [
    ...['master', 'default_SR', 'other_config', 'wlb_enabled', 'current_operations', 'allowed_operations'],
    ...['ha_enabled', 'ha_statefiles', 'ha_configuration', 'ha_host_failures_to_tolerate', 'ha_plan_exists_for'],
  ],
  host: [
    ...['enabled', 'metrics', 'software_version', 'API_version_major', 'API_version_minor', 'other_config'],
    ...['current_operations', 'allowed_operations', 'resident_VMs', 'control_domain', 'PBDs', 'PIFs', 'certificates'],
  ],
  host_metrics: ['live', 'memory_free', 'last_updated'],
  VM: [
    ...['power_state', 'resident_on', 'scheduled_to_be_resident_on', 'current_operations', 'allowed_operations'],
    ...['blocked_operations', 'other_config', 'ha_restart_priority', 'ha_always_run', 'VBDs', 'VIFs'],
  ],
  VBD: ['VM', 'VDI', 'empty'],
  VDI: ['SR', 'VBDs'],
  SR: ['PBDs', 'VDIs'],
  PBD: ['host', 'SR', 'currently_attached'],
  network: ['PIFs', 'VIFs'],
  VIF: ['VM', 'network'],
  PIF: ['host', 'network', 'currently_attached'],
};
