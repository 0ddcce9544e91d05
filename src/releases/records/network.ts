/** The fields of a `network` record, a pool-wide network: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const networkFields: FieldTable = {
  allowed_operations: { type: 'enum network_operations set' },
  assigned_ips: { type: '(VIF ref -> string) map', since: '6.5' },
  blobs: { type: '(string -> blob ref) map', since: '5.0' },
  bridge: { type: 'string' },
  current_operations: { type: '(string -> enum network_operations) map' },
  default_locking_mode: { type: 'enum network_default_locking_mode', since: '6.1' },
  managed: { type: 'bool', since: '7.2' },
  MTU: { type: 'int', since: '5.6', setter: 'vm-admin' },
  name_description: { type: 'string', setter: 'pool-operator' },
  name_label: { type: 'string', setter: 'pool-operator' },
  other_config: { type: '(string -> string) map', setter: 'pool-operator' },
  PIFs: { type: 'PIF ref set' },
  purpose: { type: 'enum network_purpose set', since: '7.3' },
  tags: { type: 'string set', since: '5.0', setter: 'vm-operator' },
  uuid: { type: 'string' },
  VIFs: { type: 'VIF ref set' },
};
