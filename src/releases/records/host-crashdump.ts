/** The fields of a `host_crashdump` record, a crash dump of a host: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const hostCrashdumpFields: FieldTable = {
  host: { type: 'host ref' },
  other_config: { type: '(string -> string) map', setter: 'pool-operator' },
  size: { type: 'int' },
  timestamp: { type: 'datetime' },
  uuid: { type: 'string' },
};
