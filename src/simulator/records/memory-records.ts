/** Sessions, tasks and messages as records: all but messages live in the coordinator's memory. */
import { permissionsOf } from './session-permissions.js';
import { isCancellable, isPending } from '../state/task-states.js';
import type { Message, Session, Task } from '../state/objects.js';
import { WireDateTime } from '../wire/wire-value.js';
import type { RecordSource } from './record-builder.js';

export const sessionSource: RecordSource<Session> = {
  list: (world) => [...world.state.sessions.values()],
  fields: (session, world) => ({
    rbac_permissions: permissionsOf(session.role, world),
    this_host: session.host,
    auth_user_name: session.user,
    originator: session.originator,
    auth_user_sid: '',
    subject: session.subject,
    is_local_superuser: session.role === 'local-root',
    last_active: WireDateTime.at(session.lastActive),
    validation_time: WireDateTime.at(session.lastActive),
    pool: false,
  }),
};

export const taskSource: RecordSource<Task> = {
  list: (world) => [...world.state.tasks.values()],
  fields: (task) => ({
    name_label: task.name,
    name_description: task.description,
    status: task.status,
    progress: task.progress,
    result: task.result,
    error_info: task.errorInfo,
    created: WireDateTime.at(task.createdAt),
    finished: WireDateTime.at(task.finishedAt),
    resident_on: task.host,
    type: '<none/>',
    other_config: task.otherConfig,
    current_operations: task.currentOperations,
    allowed_operations: isPending(task) && isCancellable(task) ? ['cancel'] : [],
  }),
};

export const messageSource: RecordSource<Message> = {
  list: (world) => [...world.state.messages.values()],
  fields: (message) => ({
    name: message.name,
    priority: String(message.priority),
    cls: message.cls,
    obj_uuid: message.objectUuid,
    body: message.body,
    timestamp: WireDateTime.at(message.createdAt),
  }),
};
