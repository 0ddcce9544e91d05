/** The fields of a `SM` record, a storage manager plugin: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const smFields: FieldTable = {
  capabilities: { type: 'string set' },
  configuration: { type: '(string -> string) map' },
  copyright: { type: 'string' },
  driver_filename: { type: 'string', since: '5.0' },
  features: { type: '(string -> int) map', since: '6.2' },
  name_description: { type: 'string' },
  name_label: { type: 'string' },
  other_config: { type: '(string -> string) map', setter: 'pool-operator' },
  required_api_version: { type: 'string' },
  required_cluster_stack: { type: 'string set', since: '7.0' },
  supported_image_formats: { type: 'enum image_format_type set', since: 'xapi 26.15.0' },
  type: { type: 'string' },
  uuid: { type: 'string' },
  vendor: { type: 'string' },
  version: { type: 'string' },
};
