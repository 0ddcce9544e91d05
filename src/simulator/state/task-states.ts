/** What can be said of a task by looking at it: whether it goes on, and whether it could be cancelled. */
import type { Task } from './objects.js';

export function isPending({ status }: Task): boolean {
  return status === 'pending' || status === 'cancelling';
}

/** Only the operations of xenopsd can: an evacuation goes on whatever is asked of it (taskHelper.ml, xapi_host.ml). */
export function isCancellable({ name }: Task): boolean {
  return name.startsWith('Async.VM.');
}
