/** The fields of a `Caller` record, a client of the API that is told from others: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const callerFields: FieldTable = {
  auto_registered: { type: 'bool', since: 'xapi 26.17.0' },
  client_ip: { type: 'string', since: 'xapi 26.17.0' },
  groups: { type: 'string set', since: 'xapi 26.17.0' },
  last_access: { type: 'datetime', since: 'xapi 26.17.0' },
  name_description: { type: 'string', since: 'xapi 26.17.0', setter: 'pool-admin' },
  name_label: { type: 'string', since: 'xapi 26.17.0', setter: 'pool-admin' },
  rate_limit: { type: 'Rate_limit ref', since: 'xapi 26.17.0' },
  user_agent: { type: 'string', since: 'xapi 26.17.0' },
  uuid: { type: 'string', since: 'xapi 26.17.0' },
};
