/** The fields of a `SDN_controller` record, an SDN controller: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const sdnControllerFields: FieldTable = {
  address: { type: 'string', since: '7.2' },
  port: { type: 'int', since: '7.2' },
  protocol: { type: 'enum sdn_controller_protocol', since: '7.2' },
  uuid: { type: 'string', since: '7.2' },
};
