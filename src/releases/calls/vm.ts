/** The calls about virtual machines: parameters in wire order after the session, least role, and since when (facts: XenAPI data model). */
import type { CallTable } from './call-table.js';

export const vmCalls: CallTable = {
  'VM.pool_migrate': {
    parameters: [
      { name: 'vm', type: 'VM ref' },
      { name: 'host', type: 'host ref' },
      { name: 'options', type: '(string -> string) map' },
    ],
    result: 'void',
    role: 'vm-power-admin',
    async: true,
  },
  'VM.clean_shutdown': {
    parameters: [{ name: 'vm', type: 'VM ref' }],
    result: 'void',
    role: 'vm-operator',
    async: true,
  },
  'VM.shutdown': {
    parameters: [{ name: 'vm', type: 'VM ref' }],
    result: 'void',
    role: 'vm-operator',
    async: true,
    since: '6.2',
  },
  'VM.hard_shutdown': {
    parameters: [{ name: 'vm', type: 'VM ref' }],
    result: 'void',
    role: 'vm-operator',
    async: true,
  },
  'VM.suspend': { parameters: [{ name: 'vm', type: 'VM ref' }], result: 'void', role: 'vm-operator', async: true },
  'VM.resume': {
    parameters: [
      { name: 'vm', type: 'VM ref' },
      { name: 'start_paused', type: 'bool' },
      { name: 'force', type: 'bool' },
    ],
    result: 'void',
    role: 'vm-operator',
    async: true,
  },
  'VM.resume_on': {
    parameters: [
      { name: 'vm', type: 'VM ref' },
      { name: 'host', type: 'host ref' },
      { name: 'start_paused', type: 'bool' },
      { name: 'force', type: 'bool' },
    ],
    result: 'void',
    role: 'vm-power-admin',
    async: true,
  },
  'VM.start': {
    parameters: [
      { name: 'vm', type: 'VM ref' },
      { name: 'start_paused', type: 'bool' },
      { name: 'force', type: 'bool' },
    ],
    result: 'void',
    role: 'vm-operator',
    async: true,
  },
  'VM.start_on': {
    parameters: [
      { name: 'vm', type: 'VM ref' },
      { name: 'host', type: 'host ref' },
      { name: 'start_paused', type: 'bool' },
      { name: 'force', type: 'bool' },
    ],
    result: 'void',
    role: 'vm-power-admin',
    async: true,
  },
  'VM.assert_can_boot_here': {
    parameters: [
      { name: 'self', type: 'VM ref' },
      { name: 'host', type: 'host ref' },
    ],
    result: 'void',
    role: 'read-only',
    async: true,
  },
  'VM.get_possible_hosts': {
    parameters: [{ name: 'vm', type: 'VM ref' }],
    result: 'host ref set',
    role: 'read-only',
    async: true,
  },
  'VM.assert_agile': {
    parameters: [{ name: 'self', type: 'VM ref' }],
    result: 'void',
    role: 'read-only',
    async: true,
    since: '5.0',
  },
  'VM.assert_operation_valid': {
    parameters: [
      { name: 'self', type: 'VM ref' },
      { name: 'op', type: 'enum vm_operations' },
    ],
    result: 'void',
    role: 'read-only',
    async: true,
  },
  'VM.migrate_send': {
    parameters: [
      { name: 'vm', type: 'VM ref' },
      { name: 'dest', type: '(string -> string) map' },
      { name: 'live', type: 'bool' },
      { name: 'vdi_map', type: '(VDI ref -> SR ref) map' },
      { name: 'vif_map', type: '(VIF ref -> network ref) map' },
      { name: 'options', type: '(string -> string) map' },
      { name: 'vgpu_map', type: '(VGPU ref -> GPU_group ref) map', default: {}, since: '7.3' },
      { name: 'vdi_format_map', type: '(VDI ref -> string) map', default: {}, since: 'xapi 26.14.0-next' },
    ],
    result: 'VM ref',
    role: 'vm-power-admin',
    async: true,
    since: '6.1',
  },
  'VM.assert_can_migrate': {
    parameters: [
      { name: 'vm', type: 'VM ref' },
      { name: 'dest', type: '(string -> string) map' },
      { name: 'live', type: 'bool' },
      { name: 'vdi_map', type: '(VDI ref -> SR ref) map' },
      { name: 'vif_map', type: '(VIF ref -> network ref) map' },
      { name: 'options', type: '(string -> string) map' },
      { name: 'vgpu_map', type: '(VGPU ref -> GPU_group ref) map', default: {}, since: '7.3' },
    ],
    result: 'void',
    role: 'vm-power-admin',
    async: true,
    since: '6.1',
  },
  'VM.power_state_reset': {
    parameters: [{ name: 'vm', type: 'VM ref' }],
    result: 'void',
    role: 'pool-operator',
    async: true,
  },
  'VM.set_ha_restart_priority': {
    parameters: [
      { name: 'self', type: 'VM ref' },
      { name: 'value', type: 'string' },
    ],
    result: 'void',
    role: 'pool-operator',
    async: false,
    since: '5.0',
  },
  'VM.unpause': { parameters: [{ name: 'vm', type: 'VM ref' }], result: 'void', role: 'vm-operator', async: true },
  'VM.add_to_other_config': {
    parameters: [
      { name: 'self', type: 'VM ref' },
      { name: 'key', type: 'string' },
      { name: 'value', type: 'string' },
    ],
    result: 'void',
    role: 'vm-admin',
    async: false,
  },
  'VM.remove_from_other_config': {
    parameters: [
      { name: 'self', type: 'VM ref' },
      { name: 'key', type: 'string' },
    ],
    result: 'void',
    role: 'vm-admin',
    async: false,
  },
  'VM.set_other_config': {
    parameters: [
      { name: 'self', type: 'VM ref' },
      { name: 'value', type: '(string -> string) map' },
    ],
    result: 'void',
    role: 'vm-admin',
    async: false,
  },
};
