/** Calls about tasks. Destroying a task does not cancel its work, and cancelling it is only a wish (xapi.md 1.7; xapi_task.ml). */
import { wireBehaviour } from '../../releases/wire-behaviour.js';
import { cancelTask, createTask } from '../dispatch/tasks.js';
import type { TaskStatus } from '../state/objects.js';
import { isPending } from '../state/task-states.js';
import { nothing, type Handlers } from '../dispatch/call.js';

export const taskHandlers: Handlers = {
  'task.create': (call) =>
    createTask(call.world, call.receiver, call.session, call.text('label'), call.text('description')).ref,

  'task.cancel': (call) => {
    cancelTask(call.world, call.entity('task', 'task', call.world.state.tasks));
    return nothing;
  },

  'task.destroy': (call) => {
    const { tasks } = call.world.state;
    const task = call.entity('self', 'task', tasks);
    const waits = wireBehaviour(call.receiver.running).runningTaskDestroyed === 'when-finished';
    if (waits && isPending(task)) task.currentOperations = { ...task.currentOperations, task: 'destroy' };
    else tasks.delete(task.ref);
    return nothing;
  },

  'task.set_status': (call) => {
    call.entity('self', 'task', call.world.state.tasks).status = call.text('value') as TaskStatus;
    return nothing;
  },
};
