/** The calls about the pool: parameters in wire order after the session, least role, and since when (facts: XenAPI data model). */
import type { CallTable } from './call-table.js';

export const poolCalls: CallTable = {
  'pool.disable_ha': { parameters: [], result: 'void', role: 'pool-operator', async: true },
  'pool.enable_ha': {
    parameters: [
      { name: 'heartbeat_srs', type: 'SR ref set' },
      { name: 'configuration', type: '(string -> string) map' },
    ],
    result: 'void',
    role: 'pool-operator',
    async: true,
  },
  'pool.set_ha_host_failures_to_tolerate': {
    parameters: [
      { name: 'self', type: 'pool ref' },
      { name: 'value', type: 'int' },
    ],
    result: 'void',
    role: 'pool-operator',
    async: true,
    since: '5.0',
  },
  'pool.ha_prevent_restarts_for': {
    parameters: [{ name: 'seconds', type: 'int' }],
    result: 'void',
    role: 'pool-operator',
    async: false,
    since: '5.0u1',
  },
  'pool.ha_compute_max_host_failures_to_tolerate': {
    parameters: [],
    result: 'int',
    role: 'pool-operator',
    async: false,
    since: '5.0',
  },
  'pool.set_wlb_enabled': {
    parameters: [
      { name: 'self', type: 'pool ref' },
      { name: 'value', type: 'bool' },
    ],
    result: 'void',
    role: 'pool-operator',
    async: false,
    since: '5.5',
  },
  'pool.initialize_wlb': {
    parameters: [
      { name: 'wlb_url', type: 'string' },
      { name: 'wlb_username', type: 'string' },
      { name: 'wlb_password', type: 'string' },
      { name: 'xenserver_username', type: 'string' },
      { name: 'xenserver_password', type: 'string' },
    ],
    result: 'void',
    role: 'pool-operator',
    async: true,
    since: '5.5',
  },
  'pool.deconfigure_wlb': { parameters: [], result: 'void', role: 'pool-operator', async: true, since: '5.5' },
  'pool.sync_database': { parameters: [], result: 'void', role: 'pool-operator', async: true },
  'pool.designate_new_master': {
    parameters: [{ name: 'host', type: 'host ref' }],
    result: 'void',
    role: 'pool-operator',
    async: true,
  },
  'pool.recover_slaves': { parameters: [], result: 'host ref set', role: 'pool-operator', async: true },
  'pool.emergency_transition_to_master': { parameters: [], result: 'void', role: 'pool-operator', async: false },
  'pool.emergency_reset_master': {
    parameters: [{ name: 'master_address', type: 'string' }],
    result: 'void',
    role: 'pool-operator',
    async: false,
  },
  'pool.enable_tls_verification': {
    parameters: [],
    result: 'void',
    role: 'pool-admin',
    async: false,
    since: 'xapi 1.290.0',
  },
  'pool.get_license_state': {
    parameters: [{ name: 'self', type: 'pool ref' }],
    result: '(string -> string) map',
    role: 'read-only',
    async: true,
    since: '6.2',
  },
  'pool.set_health_check_config': {
    parameters: [
      { name: 'self', type: 'pool ref' },
      { name: 'value', type: '(string -> string) map' },
    ],
    result: 'void',
    role: 'pool-operator',
    async: false,
    since: '7.0',
  },
  'pool.disable_ssl_legacy': {
    parameters: [{ name: 'self', type: 'pool ref' }],
    result: 'void',
    role: 'pool-operator',
    async: true,
    since: '7.0',
  },
  'pool.add_to_other_config': {
    parameters: [
      { name: 'self', type: 'pool ref' },
      { name: 'key', type: 'string' },
      { name: 'value', type: 'string' },
    ],
    result: 'void',
    role: 'pool-operator',
    async: false,
  },
  'pool.remove_from_other_config': {
    parameters: [
      { name: 'self', type: 'pool ref' },
      { name: 'key', type: 'string' },
    ],
    result: 'void',
    role: 'pool-operator',
    async: false,
  },
  'pool.set_other_config': {
    parameters: [
      { name: 'self', type: 'pool ref' },
      { name: 'value', type: '(string -> string) map' },
    ],
    result: 'void',
    role: 'pool-operator',
    async: false,
  },
};
