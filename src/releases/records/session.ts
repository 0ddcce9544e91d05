/** The fields of a `session` record, a login: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const sessionFields: FieldTable = {
  auth_user_name: { type: 'string', since: '5.6' },
  auth_user_sid: { type: 'string', since: '5.5' },
  client_certificate: { type: 'bool', since: 'xapi 21.2.0' },
  is_local_superuser: { type: 'bool', since: '5.5' },
  last_active: { type: 'datetime' },
  originator: { type: 'string', since: '6.2' },
  other_config: { type: '(string -> string) map', setter: 'pool-admin' },
  parent: { type: 'session ref', since: '5.6' },
  pool: { type: 'bool' },
  rbac_permissions: { type: 'string set', since: '5.6' },
  subject: { type: 'subject ref', since: '5.5' },
  tasks: { type: 'task ref set', since: '5.6' },
  this_host: { type: 'host ref' },
  this_user: { type: 'user ref' },
  uuid: { type: 'string' },
  validation_time: { type: 'datetime', since: '5.5' },
};
