/** The fields of a `Driver_variant` record, a variant of a driver: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const driverVariantFields: FieldTable = {
  driver: { type: 'Host_driver ref', since: 'xapi 25.2.0' },
  hardware_present: { type: 'bool', since: 'xapi 25.2.0' },
  name: { type: 'string', since: 'xapi 25.2.0' },
  priority: { type: 'float', since: 'xapi 25.2.0' },
  status: { type: 'string', since: 'xapi 25.2.0' },
  uuid: { type: 'string', since: 'xapi 25.2.0' },
  version: { type: 'string', since: 'xapi 25.2.0' },
};
