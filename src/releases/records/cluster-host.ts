/** The fields of a `Cluster_host` record, a host's membership of a cluster: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const clusterHostFields: FieldTable = {
  allowed_operations: { type: 'enum cluster_host_operation set' },
  cluster: { type: 'Cluster ref', since: '7.5' },
  current_operations: { type: '(string -> enum cluster_host_operation) map' },
  enabled: { type: 'bool', since: '7.5' },
  host: { type: 'host ref', since: '7.5' },
  joined: { type: 'bool', since: '7.5' },
  last_update_live: { type: 'datetime', since: 'xapi 24.3.0' },
  live: { type: 'bool', since: 'xapi 24.3.0' },
  other_config: { type: '(string -> string) map', since: '7.5' },
  PIF: { type: 'PIF ref', since: '7.5' },
  uuid: { type: 'string', since: '7.5' },
};
