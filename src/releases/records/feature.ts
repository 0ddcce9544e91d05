/** The fields of a `Feature` record, a feature that a host may switch on: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const featureFields: FieldTable = {
  enabled: { type: 'bool', since: '7.2' },
  experimental: { type: 'bool', since: '7.2' },
  host: { type: 'host ref', since: '7.2' },
  name_description: { type: 'string' },
  name_label: { type: 'string' },
  uuid: { type: 'string', since: '7.2' },
  version: { type: 'string', since: '7.2' },
};
