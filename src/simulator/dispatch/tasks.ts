/** Tasks of the Async. forms: in the coordinator's memory, with the result as the text of an XML-RPC value (xapi.md 1.7). */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { nullRef, type Host, type Session, type Task } from '../state/objects.js';
import { isCancellable, isPending } from '../state/task-states.js';
import { encodeValue } from '../wire/encode.js';
import type { WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';

const cancellers = new WeakMap<Task, AbortController>();

export function createTask(world: World, host: Host, session: Session | null, name: string, description = ''): Task {
  const task: Task = {
    ...world.state.newEntity(),
    name,
    description,
    host: host.ref,
    session: session?.ref ?? nullRef,
    createdAt: world.now(),
    status: 'pending',
    progress: 0,
    result: '',
    errorInfo: [],
    finishedAt: 0,
    otherConfig: {},
    currentOperations: {},
  };
  world.state.tasks.set(task.ref, task);
  cancellers.set(task, new AbortController());
  return task;
}

/** Aborted when somebody cancels the task. */
export function cancelSignal(task: Task): AbortSignal {
  const canceller = cancellers.get(task);
  if (canceller === undefined) throw new Error(`task ${task.ref} was not created here`);
  return canceller.signal;
}

/** The wish is noted in any case; the task stays pending until its work has noticed. */
export function cancelTask(world: World, task: Task): void {
  task.currentOperations = { ...task.currentOperations, [world.state.newEntity().ref]: 'cancel' };
  if (!isPending(task) || !isCancellable(task)) return;
  cancellers.get(task)?.abort(XapiFailure.of('TASK_CANCELLED', task.ref));
}

/** Does the work and writes the outcome into the task, unless the coordinator has gone down meanwhile. */
export async function runTask(world: World, task: Task, work: () => Promise<WireValue>): Promise<void> {
  try {
    const value = await work();
    finish(world, task, 'success');
    task.result = value === '' ? apiBehaviour(world.state.coordinator.running).voidTaskResult : encodeValue(value);
  } catch (error) {
    if (world.state.tasks.get(task.ref) !== task) return;
    const description = error instanceof XapiFailure ? error.description : internalError(world, error);
    task.errorInfo = description;
    finish(world, task, description[0] === 'TASK_CANCELLED' ? 'cancelled' : 'failure');
  }
}

function finish(world: World, task: Task, status: 'success' | 'failure' | 'cancelled'): void {
  task.status = status;
  task.progress = 1;
  task.finishedAt = world.now();
}

/** What is no XAPI error is a defect of the simulator: said on the wire as xapi does, and recorded. */
export function internalError(world: World, error: unknown): readonly [string, ...string[]] {
  if (!world.stopped) world.history.record('simulator-defect', null, { text: String(error) });
  return ['INTERNAL_ERROR', String(error)];
}
