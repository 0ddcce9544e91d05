/** The fields of a `VTPM` record, a virtual TPM: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vtpmFields: FieldTable = {
  allowed_operations: { type: 'enum vtpm_operations set' },
  backend: { type: 'VM ref' },
  current_operations: { type: '(string -> enum vtpm_operations) map' },
  is_protected: { type: 'bool', since: 'xapi 22.26.0' },
  is_unique: { type: 'bool', since: 'xapi 22.26.0' },
  persistence_backend: { type: 'enum persistence_backend', since: 'xapi 22.26.0' },
  uuid: { type: 'string' },
  VM: { type: 'VM ref' },
};
