/** The fields of a `PVS_server` record, a PVS server: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const pvsServerFields: FieldTable = {
  addresses: { type: 'string set', since: '7.1' },
  first_port: { type: 'int', since: '7.1' },
  last_port: { type: 'int', since: '7.1' },
  site: { type: 'PVS_site ref', since: '7.1' },
  uuid: { type: 'string', since: '7.1' },
};
