/** The fields of a `VM_metrics` record, what is measured of a VM: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vmMetricsFields: FieldTable = {
  current_domain_type: { type: 'enum domain_type', since: '7.4' },
  hvm: { type: 'bool', since: '7.1' },
  install_time: { type: 'datetime' },
  last_updated: { type: 'datetime' },
  memory_actual: { type: 'int' },
  nested_virt: { type: 'bool', since: '7.1' },
  nomigrate: { type: 'bool', since: '7.1' },
  numa_node_memory: { type: '(int -> int) map', since: 'xapi 26.2.0' },
  numa_nodes: { type: 'int', since: 'xapi 26.2.0' },
  numa_optimised: { type: 'bool', since: 'xapi 26.2.0' },
  other_config: { type: '(string -> string) map', since: '5.0', setter: 'vm-admin' },
  start_time: { type: 'datetime' },
  state: { type: 'string set' },
  uuid: { type: 'string' },
  VCPUs_CPU: { type: '(int -> int) map' },
  VCPUs_flags: { type: '(int -> string set) map' },
  VCPUs_number: { type: 'int' },
  VCPUs_params: { type: '(string -> string) map' },
  VCPUs_utilisation: { type: '(int -> float) map', removed: '6.1' },
};
