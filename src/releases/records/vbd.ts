/** The fields of a `VBD` record, a virtual block device: a disk or drive of a VM: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vbdFields: FieldTable = {
  allowed_operations: { type: 'enum vbd_operations set' },
  bootable: { type: 'bool', setter: 'vm-admin' },
  current_operations: { type: '(string -> enum vbd_operations) map' },
  currently_attached: { type: 'bool' },
  device: { type: 'string' },
  empty: { type: 'bool' },
  metrics: { type: 'VBD_metrics ref', removed: '6.1' },
  mode: { type: 'enum vbd_mode' },
  other_config: { type: '(string -> string) map', setter: 'vm-admin' },
  qos_algorithm_params: { type: '(string -> string) map', setter: 'vm-admin' },
  qos_algorithm_type: { type: 'string', setter: 'vm-admin' },
  qos_supported_algorithms: { type: 'string set' },
  runtime_properties: { type: '(string -> string) map' },
  status_code: { type: 'int' },
  status_detail: { type: 'string' },
  storage_lock: { type: 'bool' },
  type: { type: 'enum vbd_type', setter: 'vm-admin' },
  unpluggable: { type: 'bool', setter: 'vm-admin' },
  userdevice: { type: 'string', setter: 'vm-admin' },
  uuid: { type: 'string' },
  VDI: { type: 'VDI ref' },
  VM: { type: 'VM ref' },
};
