/** The fields of a `Bond` record, interfaces that act as one: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const bondFields: FieldTable = {
  auto_update_mac: { type: 'bool', since: '8.1' },
  links_up: { type: 'int', since: '6.1' },
  master: { type: 'PIF ref' },
  mode: { type: 'enum bond_mode', since: '6.0' },
  other_config: { type: '(string -> string) map' },
  primary_slave: { type: 'PIF ref', since: '6.0' },
  properties: { type: '(string -> string) map', since: '6.1' },
  slaves: { type: 'PIF ref set' },
  uuid: { type: 'string' },
};
