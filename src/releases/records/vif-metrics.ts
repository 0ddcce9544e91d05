/** The fields of a `VIF_metrics` record, what is measured of a virtual interface: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vifMetricsFields: FieldTable = {
  io_read_kbs: { type: 'float', removed: '6.1' },
  io_write_kbs: { type: 'float', removed: '6.1' },
  last_updated: { type: 'datetime' },
  other_config: { type: '(string -> string) map', since: '5.0', setter: 'vm-admin' },
  uuid: { type: 'string' },
};
