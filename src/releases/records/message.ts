/** The fields of a `message` record, an alert kept in the pool: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const messageFields: FieldTable = {
  body: { type: 'string' },
  cls: { type: 'enum cls', since: '5.0' },
  name: { type: 'string' },
  obj_uuid: { type: 'string' },
  priority: { type: 'int' },
  timestamp: { type: 'datetime' },
  uuid: { type: 'string' },
};
