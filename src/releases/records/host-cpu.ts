/** The fields of a `host_cpu` record, one physical CPU: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const hostCpuFields: FieldTable = {
  family: { type: 'int' },
  features: { type: 'string' },
  flags: { type: 'string' },
  host: { type: 'host ref' },
  model: { type: 'int' },
  modelname: { type: 'string' },
  number: { type: 'int' },
  other_config: { type: '(string -> string) map', since: '5.0', setter: 'pool-operator' },
  speed: { type: 'int' },
  stepping: { type: 'string' },
  utilisation: { type: 'float' },
  uuid: { type: 'string' },
  vendor: { type: 'string' },
};
