/** Dead time: how long the controller lets a pool wait between the moment at which the next effect was allowed and its beginning. */
import type { JournalRecord } from '../../../src/journal/journal.js';
import type { PoolEvent } from '../../../src/simulator/history.js';

/** What happens in a pool by itself and allows nothing: `call-received` is our own call on its way in. */
const noFact: ReadonlySet<string> = new Set(['rolling-upgrade-flag', 'sessions-lost', 'call-received', 'fault']);

/**
 * For each effect that was begun: the time since the later of the last thing that happened in its pool and the return of
 * the controller's own last act. Nothing else lets a run go on, so all of it is the controller's: waiting for its next
 * look, reading the pool, deciding, writing the outcome of the effect before, and whatever other pools keep it busy with.
 */
export function deadTimes(records: readonly JournalRecord[], history: readonly PoolEvent[]): readonly number[] {
  const facts = history.filter(({ event }) => !noFact.has(event)).map(({ at }) => at);
  const times: number[] = [];
  let acted = -Infinity;
  let next = 0;
  let happened = -Infinity;
  for (const { at, entry } of records) {
    if (entry.type === 'acted' || entry.type === 'command') acted = at;
    if (entry.type !== 'intent') continue;
    for (let fact = facts[next]; fact !== undefined && fact <= at; fact = facts[++next]) happened = fact;
    const allowed = Math.max(acted, happened);
    if (Number.isFinite(allowed)) times.push(at - allowed);
  }
  return times;
}

/** `share` of 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
