/** The fields of a `LVHD` record, thin provisioning of logical volumes: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const lvhdFields: FieldTable = {
  uuid: { type: 'string' },
};
