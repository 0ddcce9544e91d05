/** The calls of class task. Destroying a finished task only tidies up, so a lost reply to it matters to nobody. */
import { effect, read } from './call-definition.js';
import { taskRecord } from './records.js';
import { recordsOf } from './wire-schemas.js';

export const taskCalls = {
  'task.get_record': read(['task ref'], taskRecord),
  'task.get_all_records': read([], recordsOf(taskRecord)),
  'task.destroy': effect(['task ref']),
} as const;
