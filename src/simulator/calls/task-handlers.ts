/** Calls about tasks. Destroying a task does not cancel its work (xapi.md 1.7). */
import { cancelTask, createTask } from '../dispatch/tasks.js';
import { nothing, type Handlers } from '../dispatch/call.js';

export const taskHandlers: Handlers = {
  'task.create': (call) => createTask(call.world, call.receiver, call.text('label'), call.text('description')).ref,

  'task.cancel': (call) => {
    cancelTask(call.entity('task', 'task', call.world.state.tasks));
    return nothing;
  },

  'task.destroy': (call) => {
    call.world.state.tasks.delete(call.entity('self', 'task', call.world.state.tasks).ref);
    return nothing;
  },
};
