/** A task's record as facts. */
import type { TaskRecord } from '../../xapi/calls/records.js';
import { taskResultText } from '../../xapi/task-result.js';
import type { TaskFacts } from './pool-facts.js';

export function taskFacts(ref: string, record: TaskRecord): TaskFacts {
  return {
    ref,
    name: record.name_label,
    status: record.status,
    progress: record.progress,
    error: record.error_info,
    result: record.status === 'success' ? taskResultText(record.result) : null,
  };
}
