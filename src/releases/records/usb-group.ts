/** The fields of a `USB_group` record, a group of USB devices over the pool: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const usbGroupFields: FieldTable = {
  name_description: { type: 'string', since: '7.3', setter: 'pool-admin' },
  name_label: { type: 'string', since: '7.3', setter: 'pool-admin' },
  other_config: { type: '(string -> string) map', since: '7.3', setter: 'pool-admin' },
  PUSBs: { type: 'PUSB ref set', since: '7.3' },
  uuid: { type: 'string', since: '7.3' },
  VUSBs: { type: 'VUSB ref set', since: '7.3' },
};
