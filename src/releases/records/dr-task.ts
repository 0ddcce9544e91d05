/** The fields of a `DR_task` record, a disaster recovery under way: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const drTaskFields: FieldTable = {
  introduced_SRs: { type: 'SR ref set' },
  uuid: { type: 'string' },
};
