/** The fields of a `Observer` record, an observer that traces: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const observerFields: FieldTable = {
  attributes: { type: '(string -> string) map', since: 'xapi 23.14.0' },
  components: { type: 'string set', since: 'xapi 23.14.0' },
  enabled: { type: 'bool', since: 'xapi 23.14.0' },
  endpoints: { type: 'string set', since: 'xapi 23.14.0' },
  hosts: { type: 'host ref set', since: 'xapi 23.14.0' },
  name_description: { type: 'string', setter: 'pool-admin' },
  name_label: { type: 'string', setter: 'pool-admin' },
  uuid: { type: 'string', since: 'xapi 23.14.0' },
};
