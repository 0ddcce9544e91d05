/** The calls of class task. Destroying a finished task only tidies up, so a lost reply to it matters to nobody. */
import { z } from 'zod';
import { effect, effectGiving, read } from './call-definition.js';
import { taskRecord } from './records.js';
import { recordsOf } from './wire-schemas.js';

export const taskCalls = {
  'task.get_record': read(['task ref'], taskRecord),
  'task.get_all_records': read([], recordsOf(taskRecord)),
  /** For a transfer over HTTP, of which only a task tells how it ended. */
  'task.create': effectGiving(['string', 'string'], z.string()),
  'task.destroy': effect(['task ref']),
} as const;
