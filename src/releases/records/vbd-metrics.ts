/** The fields of a `VBD_metrics` record, what is measured of a virtual block device: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vbdMetricsFields: FieldTable = {
  io_read_kbs: { type: 'float', removed: '6.1' },
  io_write_kbs: { type: 'float', removed: '6.1' },
  last_updated: { type: 'datetime', removed: '6.1' },
  other_config: { type: '(string -> string) map', since: '5.0', removed: '6.1', setter: 'vm-admin' },
  uuid: { type: 'string' },
};
