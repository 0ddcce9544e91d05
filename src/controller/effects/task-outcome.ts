/** What a XAPI task says about the effect that started it. A task that is gone says nothing: then only facts count. */
import { failed, notYet, type Confirmation, type EffectView } from './effect.js';

/** undefined when the task ended well or is unknown: the caller looks at the facts. */
export function taskVerdict(view: EffectView): Confirmation | undefined {
  const task = view.task;
  if (task === undefined) return undefined;
  switch (task.status) {
    case 'pending':
    case 'cancelling':
      return notYet(`the pool works on it (${Math.round(task.progress * 100)} %)`);
    case 'failure':
      return failed(task.error.length === 0 ? 'the task failed without a reason' : task.error.join(', '));
    case 'cancelled':
      return failed('somebody cancelled the task');
    case 'success':
      return undefined;
  }
}

/**
 * Whether the pool still works on such a call, begun by whoever: doing it again now would only collide. xapi names a task
 * after its call.
 */
export function isUnderWay(view: EffectView, call: string): boolean {
  return (
    view.pool?.tasks.some(
      ({ name, status }) => name.endsWith(call) && (status === 'pending' || status === 'cancelling'),
    ) ?? true
  );
}
