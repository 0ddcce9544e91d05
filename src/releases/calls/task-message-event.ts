/** The calls about tasks, messages and events: parameters in wire order after the session, least role, and since when (facts: XenAPI data model). */
import type { CallTable } from './call-table.js';

export const taskMessageEventCalls: CallTable = {
  'task.create': {
    parameters: [
      { name: 'label', type: 'string' },
      { name: 'description', type: 'string' },
    ],
    result: 'task ref',
    role: 'read-only',
    async: false,
  },
  'task.cancel': { parameters: [{ name: 'task', type: 'task ref' }], result: 'void', role: 'read-only', async: true },
  'task.destroy': { parameters: [{ name: 'self', type: 'task ref' }], result: 'void', role: 'read-only', async: false },
  'task.set_status': {
    parameters: [
      { name: 'self', type: 'task ref' },
      { name: 'value', type: 'enum task_status_type' },
    ],
    result: 'void',
    role: 'read-only',
    async: false,
    since: '7.2',
  },
  'task.add_to_other_config': {
    parameters: [
      { name: 'self', type: 'task ref' },
      { name: 'key', type: 'string' },
      { name: 'value', type: 'string' },
    ],
    result: 'void',
    role: 'read-only',
    async: true,
    since: 'xapi 25.8.0',
  },
  'task.remove_from_other_config': {
    parameters: [
      { name: 'self', type: 'task ref' },
      { name: 'key', type: 'string' },
    ],
    result: 'void',
    role: 'read-only',
    async: true,
    since: 'xapi 25.8.0',
  },
  'task.set_other_config': {
    parameters: [
      { name: 'self', type: 'task ref' },
      { name: 'value', type: '(string -> string) map' },
    ],
    result: 'void',
    role: 'read-only',
    async: true,
    since: 'xapi 25.8.0',
  },
  'message.create': {
    parameters: [
      { name: 'name', type: 'string' },
      { name: 'priority', type: 'int' },
      { name: 'cls', type: 'enum cls' },
      { name: 'obj_uuid', type: 'string' },
      { name: 'body', type: 'string' },
    ],
    result: 'message ref',
    role: 'pool-operator',
    async: false,
    since: '5.0',
  },
  'message.get_since': {
    parameters: [{ name: 'since', type: 'datetime' }],
    result: '(message ref -> message record) map',
    role: 'read-only',
    async: false,
    since: '5.0',
  },
  'message.destroy': {
    parameters: [{ name: 'self', type: 'message ref' }],
    result: 'void',
    role: 'pool-operator',
    async: false,
    since: '5.0',
  },
  'message.get_all': { parameters: [], result: 'message ref set', role: 'read-only', async: false, since: '5.0' },
  'message.get_all_records': {
    parameters: [],
    result: '(message ref -> message record) map',
    role: 'read-only',
    async: false,
    since: '5.0',
  },
  'message.get_by_uuid': {
    parameters: [{ name: 'uuid', type: 'string' }],
    result: 'message ref',
    role: 'read-only',
    async: false,
    since: '5.0',
  },
  'message.get_record': {
    parameters: [{ name: 'self', type: 'message ref' }],
    result: 'message record',
    role: 'read-only',
    async: false,
    since: '5.0',
  },
  'event.from': {
    parameters: [
      { name: 'classes', type: 'string set' },
      { name: 'token', type: 'string' },
      { name: 'timeout', type: 'float' },
    ],
    result: 'an event batch',
    role: 'read-only',
    async: false,
    since: '6.0',
  },
  'event.inject': {
    parameters: [
      { name: 'class', type: 'string' },
      { name: 'ref', type: 'string' },
    ],
    result: 'string',
    role: 'read-only',
    async: false,
    since: '6.1',
  },
  'event.register': {
    parameters: [{ name: 'classes', type: 'string set' }],
    result: 'void',
    role: 'read-only',
    async: true,
  },
  'event.unregister': {
    parameters: [{ name: 'classes', type: 'string set' }],
    result: 'void',
    role: 'read-only',
    async: true,
  },
  'event.next': { parameters: [], result: 'event record set', role: 'read-only', async: false },
  'event.get_current_id': { parameters: [], result: 'int', role: 'read-only', async: false },
};
