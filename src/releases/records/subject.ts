/** The fields of a `subject` record, a user or group of a directory who may log in: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const subjectFields: FieldTable = {
  other_config: { type: '(string -> string) map', since: '5.5' },
  roles: { type: 'role ref set', since: '5.6' },
  subject_identifier: { type: 'string', since: '5.5' },
  uuid: { type: 'string' },
};
