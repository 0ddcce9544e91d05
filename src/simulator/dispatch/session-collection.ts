/** Which sessions xapi ends by itself: the oldest go first of those without a running task, each kind beyond its number (db_gc_util.ml, xapi_globs.ml). */
import type { Session } from '../state/objects.js';
import { isPending } from '../state/task-states.js';
import type { World } from '../world.js';

/** Per originator for root, per user for everybody else. */
const mostOfOneKind = 500;
/** Of root without an originator. */
const mostAnonymous = 400;
const idleLimit = 24 * 3600 * 1000;

const lastCollection = new WeakMap<World, number>();

/** A collection is due at the interval of xapi's own. */
export function collectSessions(world: World): void {
  const last = lastCollection.get(world) ?? 0;
  if (world.now() - last < world.times.flagInterval) return;
  lastCollection.set(world, world.now());
  const groups = new Map<string, Session[]>();
  const busy = new Set([...world.state.tasks.values()].filter(isPending).map((task) => task.session));
  for (const session of world.state.sessions.values()) {
    if (busy.has(session.ref)) continue;
    const kind = kindOf(session);
    groups.set(kind, [...(groups.get(kind) ?? []), session]);
  }
  for (const [kind, sessions] of groups) {
    for (const session of superfluous(sessions, kind === '' ? mostAnonymous : mostOfOneKind, world.now())) {
      world.state.sessions.delete(session.ref);
    }
  }
}

function superfluous(sessions: readonly Session[], most: number, now: number): readonly Session[] {
  const idle = sessions.filter(({ lastActive }) => lastActive <= now - idleLimit);
  const young = sessions.filter(({ lastActive }) => lastActive > now - idleLimit);
  return [...idle, ...young.toSorted((one, other) => other.lastActive - one.lastActive).slice(most)];
}

function kindOf({ user, originator }: Session): string {
  if (user !== 'root' && user !== '') return `user ${user}`;
  return originator === '' ? '' : `originator ${originator}`;
}
