/** The fields of a `Host_driver` record, a driver of a host in several variants: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const hostDriverFields: FieldTable = {
  active_variant: { type: 'Driver_variant ref', since: 'xapi 25.2.0' },
  description: { type: 'string', since: 'xapi 25.2.0' },
  friendly_name: { type: 'string', since: 'xapi 25.2.0' },
  host: { type: 'host ref', since: 'xapi 25.2.0' },
  info: { type: 'string', since: 'xapi 25.2.0' },
  name: { type: 'string', since: 'xapi 25.2.0' },
  selected_variant: { type: 'Driver_variant ref', since: 'xapi 25.2.0' },
  type: { type: 'string', since: 'xapi 25.2.0' },
  uuid: { type: 'string', since: 'xapi 25.2.0' },
  variants: { type: 'Driver_variant ref set', since: 'xapi 25.2.0' },
};
