/** The fields of a `Cluster` record, a corosync cluster (GFS2): types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const clusterFields: FieldTable = {
  allowed_operations: { type: 'enum cluster_operation set' },
  cluster_config: { type: '(string -> string) map', since: '7.5' },
  cluster_hosts: { type: 'Cluster_host ref set', since: '7.5' },
  cluster_stack: { type: 'string', since: '7.5' },
  cluster_stack_version: { type: 'int', since: 'xapi 24.15.0' },
  cluster_token: { type: 'string', since: '7.5' },
  current_operations: { type: '(string -> enum cluster_operation) map' },
  expected_hosts: { type: 'int', since: 'xapi 25.17.0' },
  is_quorate: { type: 'bool', since: 'xapi 24.3.0' },
  live_hosts: { type: 'int', since: 'xapi 24.3.0' },
  other_config: { type: '(string -> string) map', since: '7.5', setter: 'pool-operator' },
  pending_forget: { type: 'string set', since: '7.6' },
  pool_auto_join: { type: 'bool', since: '7.5' },
  quorum: { type: 'int', since: 'xapi 24.3.0' },
  token_timeout: { type: 'float', since: '7.5' },
  token_timeout_coefficient: { type: 'float', since: '7.5' },
  uuid: { type: 'string', since: '7.5' },
};
