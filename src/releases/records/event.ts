/** The fields of a `event` record, a change of the database: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const eventFields: FieldTable = {
  class: { type: 'string' },
  id: { type: 'int' },
  obj_uuid: { type: 'string' },
  operation: { type: 'enum event_operation' },
  ref: { type: 'string' },
  snapshot: { type: '<class> record', since: '6.0' },
  timestamp: { type: 'datetime' },
};
