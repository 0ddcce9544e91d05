/** The fields of a `PVS_cache_storage` record, the PVS cache of a host: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const pvsCacheStorageFields: FieldTable = {
  host: { type: 'host ref', since: '7.1' },
  site: { type: 'PVS_site ref', since: '7.1' },
  size: { type: 'int', since: '7.1' },
  SR: { type: 'SR ref', since: '7.1' },
  uuid: { type: 'string', since: '7.1' },
  VDI: { type: 'VDI ref', since: '7.1' },
};
