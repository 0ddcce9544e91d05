/** The fields of a `PVS_site` record, a PVS site: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const pvsSiteFields: FieldTable = {
  cache_storage: { type: 'PVS_cache_storage ref set', since: '7.1' },
  name_description: { type: 'string', since: '7.1', setter: 'pool-operator' },
  name_label: { type: 'string', since: '7.1', setter: 'pool-operator' },
  proxies: { type: 'PVS_proxy ref set', since: '7.1' },
  PVS_uuid: { type: 'string', since: '7.1' },
  servers: { type: 'PVS_server ref set', since: '7.1' },
  uuid: { type: 'string', since: '7.1' },
};
