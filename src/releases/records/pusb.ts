/** The fields of a `PUSB` record, a physical USB device: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const pusbFields: FieldTable = {
  description: { type: 'string', since: '7.3' },
  host: { type: 'host ref', since: '7.3' },
  other_config: { type: '(string -> string) map', since: '7.3', setter: 'pool-admin' },
  passthrough_enabled: { type: 'bool', since: '7.3' },
  path: { type: 'string', since: '7.3' },
  product_desc: { type: 'string', since: '7.3' },
  product_id: { type: 'string', since: '7.3' },
  serial: { type: 'string', since: '7.3' },
  speed: { type: 'float', since: '8.2' },
  USB_group: { type: 'USB_group ref', since: '7.3' },
  uuid: { type: 'string', since: '7.3' },
  vendor_desc: { type: 'string', since: '7.3' },
  vendor_id: { type: 'string', since: '7.3' },
  version: { type: 'string', since: '7.3' },
};
