/** The fields of a `task` record, a running or finished asynchronous call: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const taskFields: FieldTable = {
  allowed_operations: { type: 'enum task_allowed_operations set' },
  backtrace: { type: 'string', since: '7.0' },
  created: { type: 'datetime' },
  current_operations: { type: '(string -> enum task_allowed_operations) map' },
  error_info: { type: 'string set' },
  finished: { type: 'datetime' },
  name_description: { type: 'string' },
  name_label: { type: 'string' },
  other_config: { type: '(string -> string) map' },
  progress: { type: 'float' },
  resident_on: { type: 'host ref' },
  result: { type: 'string' },
  status: { type: 'enum task_status_type' },
  subtask_of: { type: 'task ref', since: '5.0' },
  subtasks: { type: 'task ref set', since: '5.0' },
  type: { type: 'string' },
  uuid: { type: 'string' },
};
