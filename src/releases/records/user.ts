/** The fields of a `user` record, a local user: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const userFields: FieldTable = {
  fullname: { type: 'string', setter: 'pool-admin' },
  other_config: { type: '(string -> string) map', since: '5.0', setter: 'pool-admin' },
  short_name: { type: 'string' },
  uuid: { type: 'string' },
};
