/** The fields of a `Rate_limit` record, a limit on the calls of a client: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const rateLimitFields: FieldTable = {
  burst_size: { type: 'float', since: 'xapi 26.17.0' },
  callers: { type: 'Caller ref set', since: 'xapi 26.17.0' },
  fill_rate: { type: 'float', since: 'xapi 26.17.0' },
  name_description: { type: 'string', since: 'xapi 26.17.0', setter: 'pool-admin' },
  name_label: { type: 'string', since: 'xapi 26.17.0', setter: 'pool-admin' },
  uuid: { type: 'string', since: 'xapi 26.17.0' },
};
