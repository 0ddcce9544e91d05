// What goes wrong in a seeded scenario with the one call that tells what has changed in the pool; every other call has its faults in draw-faults.ts.
import type { Fault } from '../../../../src/simulator/faults/fault.js';
import { readFaultEntry } from '../../../../src/simulator/faults/read-fault.js';
import { seededRandom } from '../../../../src/simulator/state/random.js';
import { Chance } from './chance.js';

const method = 'event.from';

const refusals = [
  'INTERNAL_ERROR,scripted',
  'EVENTS_LOST',
  'EVENT_FROM_TOKEN_PARSE_FAILURE,token',
  'EVENT_SUBSCRIPTION_PARSE_FAILURE,class',
] as const;

/** The connection breaks, or another answer comes than was asked for. */
const kinds: readonly ((chance: Chance) => Readonly<Record<string, string>>)[] = [
  () => ({ fault: 'connection-refused' }),
  () => ({ fault: 'connection-closed' }),
  () => ({ fault: 'no-answer' }),
  () => ({ fault: 'reply-lost' }),
  () => ({ fault: 'http-500' }),
  (chance) => ({ fault: 'reply-truncated', where: chance.oneOf(['transfer', 'text']) }),
  () => ({ fault: 'session-lost' }),
  () => ({ fault: 'call-missing' }),
  (chance) => ({ fault: 'call-fails', error: chance.oneOf(refusals) }),
];

/** From a stream of its own: what a seed meant before there were these, it means still. */
export function drawEventFaults(seed: number): readonly Fault[] {
  const chance = new Chance(seededRandom(seed ^ 0xe7e27));
  const count = chance.oneOf([0, 0, 1, 1, 2]);
  return Array.from({ length: count }, () => {
    const kind = chance.oneOf(kinds)(chance);
    return readFaultEntry({ ...kind, method, occurrence: drawOccurrence(chance) });
  });
}

/** A run asks some hundred times. */
function drawOccurrence(chance: Chance): string {
  const first = chance.between(1, 200);
  return chance.oneOf([String(first), `${first}-${first + chance.between(1, 20)}`, `${first}-`, 'every']);
}
