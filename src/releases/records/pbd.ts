/** The fields of a `PBD` record, a host's connection to a storage repository: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const pbdFields: FieldTable = {
  currently_attached: { type: 'bool' },
  device_config: { type: '(string -> string) map' },
  host: { type: 'host ref' },
  other_config: { type: '(string -> string) map', setter: 'pool-operator' },
  SR: { type: 'SR ref' },
  uuid: { type: 'string' },
};
