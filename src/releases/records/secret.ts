/** The fields of a `secret` record, a kept secret: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const secretFields: FieldTable = {
  other_config: { type: '(string -> string) map', setter: 'pool-operator', getter: 'read-only' },
  uuid: { type: 'string' },
  value: { type: 'string', setter: 'pool-operator' },
};
