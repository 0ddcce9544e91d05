/** The fields of a `blob` record, a placeholder for a binary blob: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const blobFields: FieldTable = {
  last_updated: { type: 'datetime' },
  mime_type: { type: 'string' },
  name_description: { type: 'string', setter: 'pool-operator' },
  name_label: { type: 'string', setter: 'pool-operator' },
  public: { type: 'bool', since: '6.1', setter: 'pool-operator' },
  size: { type: 'int' },
  uuid: { type: 'string' },
};
