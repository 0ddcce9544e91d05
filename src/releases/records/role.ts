/** The fields of a `role` record, a role, or a permission that roles hold: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const roleFields: FieldTable = {
  is_internal: { type: 'bool', since: 'xapi 22.5.0' },
  name_description: { type: 'string', since: '5.6' },
  name_label: { type: 'string', since: '5.6' },
  subroles: { type: 'role ref set', since: '5.6' },
  uuid: { type: 'string' },
};
