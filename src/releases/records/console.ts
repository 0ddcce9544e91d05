/** The fields of a `console` record, a console of a VM: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const consoleFields: FieldTable = {
  location: { type: 'string' },
  other_config: { type: '(string -> string) map', setter: 'vm-admin' },
  protocol: { type: 'enum console_protocol' },
  uuid: { type: 'string' },
  VM: { type: 'VM ref' },
};
