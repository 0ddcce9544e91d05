/** A task's record as facts. */
import type { TaskRecord } from '../../xapi/calls/records.js';
import { taskResultText } from '../../xapi/task-result.js';
import type { TaskFacts } from './pool-facts.js';

/** @param hostUuidOf by reference; a task that is read by itself tells no host */
export function taskFacts(
  ref: string,
  record: TaskRecord,
  hostUuidOf: (ref: string) => string | null = () => null,
): TaskFacts {
  return {
    ref,
    name: record.name_label,
    status: record.status,
    progress: record.progress,
    error: record.error_info,
    host: record.resident_on === null ? null : hostUuidOf(record.resident_on),
    parent: record.subtask_of,
    marks: record.other_config,
    result: record.status === 'success' ? taskResultText(record.result) : null,
  };
}
