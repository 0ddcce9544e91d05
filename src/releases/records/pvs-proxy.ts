/** The fields of a `PVS_proxy` record, a PVS proxy of a VM: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const pvsProxyFields: FieldTable = {
  currently_attached: { type: 'bool', since: '7.1' },
  site: { type: 'PVS_site ref', since: '7.1' },
  status: { type: 'enum pvs_proxy_status', since: '7.1' },
  uuid: { type: 'string', since: '7.1' },
  VIF: { type: 'VIF ref', since: '7.1' },
};
