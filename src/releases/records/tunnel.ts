/** The fields of a `tunnel` record, a tunnel over an interface: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const tunnelFields: FieldTable = {
  access_PIF: { type: 'PIF ref', since: '5.6FP1' },
  other_config: { type: '(string -> string) map', since: '5.6FP1', setter: 'pool-operator' },
  protocol: { type: 'enum tunnel_protocol', since: 'xapi 1.250.0', setter: 'pool-operator' },
  status: { type: '(string -> string) map', since: '5.6FP1', setter: 'pool-operator' },
  transport_PIF: { type: 'PIF ref', since: '5.6FP1' },
  uuid: { type: 'string', since: '5.6FP1' },
};
