/** Which tasks xapi deletes by itself: old ones, hung ones, those destroyed while they ran, and finished ones beyond a number (db_gc_util.ml). */
import type { Task } from '../state/objects.js';
import { isPending } from '../state/task-states.js';
import type { World } from '../world.js';

const mostTasks = 200;
const pendingLimit = 24 * 3600 * 1000;

const lastCollection = new WeakMap<World, number>();
/** The progress of old pending tasks at the last collection. */
const onProbation = new WeakMap<Task, number>();

/** A collection is due at the interval of xapi's own. */
export function collectTasks(world: World): void {
  const { tasks } = world.state;
  for (const task of tasks.values()) if (isDestroyed(task)) tasks.delete(task.ref);
  const last = lastCollection.get(world) ?? 0;
  if (world.now() - last < world.times.flagInterval) return;
  lastCollection.set(world, world.now());
  for (const task of tasks.values()) if (isOld(world, task) || isHung(world, task)) tasks.delete(task.ref);
  for (const task of superfluous([...tasks.values()])) tasks.delete(task.ref);
}

/** Somebody destroyed it while it ran. */
function isDestroyed(task: Task): boolean {
  return !isPending(task) && Object.values(task.currentOperations).includes('destroy');
}

function isOld(world: World, task: Task): boolean {
  return !isPending(task) && task.finishedAt < world.now() - world.times.finishedTaskKept;
}

/** After a day, a task must have made progress from one collection to the next. */
function isHung(world: World, task: Task): boolean {
  if (!isPending(task) || task.createdAt >= world.now() - pendingLimit) return false;
  const before = onProbation.get(task);
  onProbation.set(task, task.progress);
  return before !== undefined && task.progress <= before;
}

/** Only finished ones go, those that finished first. */
function superfluous(tasks: readonly Task[]): readonly Task[] {
  if (tasks.length <= mostTasks) return [];
  const finished = tasks.filter((task) => !isPending(task));
  const kept = Math.max(0, mostTasks - (tasks.length - finished.length));
  return finished.toSorted((one, other) => other.finishedAt - one.finishedAt).slice(kept);
}
