/** The fields of a `PIF_metrics` record, which device an interface is: types as the data model writes them (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const pifMetricsFields: FieldTable = {
  carrier: { type: 'bool' },
  device_id: { type: 'string' },
  device_name: { type: 'string' },
  duplex: { type: 'bool' },
  io_read_kbs: { type: 'float' },
  io_write_kbs: { type: 'float' },
  last_updated: { type: 'datetime' },
  other_config: { type: '(string -> string) map', since: '5.0' },
  pci_bus_path: { type: 'string' },
  speed: { type: 'int' },
  uuid: { type: 'string' },
  vendor_id: { type: 'string' },
  vendor_name: { type: 'string' },
};
