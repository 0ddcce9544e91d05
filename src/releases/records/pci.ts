/** The fields of a `PCI` record, a PCI device: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const pciFields: FieldTable = {
  class_id: { type: 'string', since: '6.0' },
  class_name: { type: 'string', since: '6.0' },
  dependencies: { type: 'PCI ref set', since: '6.0' },
  device_id: { type: 'string', since: '6.0' },
  device_name: { type: 'string', since: '6.0' },
  driver_name: { type: 'string', since: '7.5' },
  host: { type: 'host ref', since: '6.0' },
  other_config: { type: '(string -> string) map', since: '6.0', setter: 'pool-operator' },
  pci_id: { type: 'string', since: '6.0' },
  subsystem_device_id: { type: 'string', since: 'xapi clearwater-whetstone' },
  subsystem_device_name: { type: 'string', since: 'xapi clearwater-whetstone' },
  subsystem_vendor_id: { type: 'string', since: 'xapi clearwater-whetstone' },
  subsystem_vendor_name: { type: 'string', since: 'xapi clearwater-whetstone' },
  uuid: { type: 'string', since: '6.0' },
  vendor_id: { type: 'string', since: '6.0' },
  vendor_name: { type: 'string', since: '6.0' },
};
