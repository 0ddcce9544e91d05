/** The fields of a `host_metrics` record, what the coordinator measures of a host: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const hostMetricsFields: FieldTable = {
  last_updated: { type: 'datetime' },
  live: { type: 'bool' },
  memory_free: { type: 'int', removed: '6.1' },
  memory_total: { type: 'int' },
  other_config: { type: '(string -> string) map', since: '5.0', setter: 'pool-operator' },
  uuid: { type: 'string' },
};
