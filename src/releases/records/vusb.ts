/** The fields of a `VUSB` record, a virtual USB device: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vusbFields: FieldTable = {
  allowed_operations: { type: 'enum vusb_operations set' },
  current_operations: { type: '(string -> enum vusb_operations) map' },
  currently_attached: { type: 'bool' },
  other_config: { type: '(string -> string) map', since: '7.3', setter: 'pool-admin' },
  USB_group: { type: 'USB_group ref', since: '7.3' },
  uuid: { type: 'string', since: '7.3' },
  VM: { type: 'VM ref', since: '7.3' },
};
