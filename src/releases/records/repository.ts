/** The fields of a `Repository` record, a repository of updates: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const repositoryFields: FieldTable = {
  binary_url: { type: 'string', since: 'xapi 1.301.0' },
  certificate: { type: 'string', since: 'xapi 25.7.0' },
  gpgkey_path: { type: 'string', since: 'xapi 22.12.0' },
  hash: { type: 'string', since: 'xapi 1.301.0' },
  name_description: { type: 'string', setter: 'pool-operator' },
  name_label: { type: 'string', setter: 'pool-operator' },
  origin: { type: 'enum origin', since: 'xapi 24.23.0' },
  source_url: { type: 'string', since: 'xapi 1.301.0' },
  up_to_date: { type: 'bool', since: 'xapi 1.301.0', removed: 'xapi 23.18.0' },
  update: { type: 'bool', since: 'xapi 1.301.0' },
  uuid: { type: 'string', since: 'xapi 1.301.0' },
};
