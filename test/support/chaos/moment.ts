/** When a blow strikes: after any time, or just after something has happened in the pool, where the narrow places are. */
import type { EventName } from '../../../src/simulator/history.js';
import type { Random } from '../../../src/simulator/state/random.js';
import { pause } from './blow.js';
import type { Site } from './site.js';

const events: readonly EventName[] = [
  ...(['host-disabled', 'evacuation-ended', 'staged', 'reboot-called', 'installer-began'] as const),
  ...(['disk-formatted', 'installed', 'host-booted', 'coordinator-answers', 'host-enabled'] as const),
];

/** How long it waits for what may not happen any more. */
const patience = 8_000;

/** Returns when it has come, and says what it was. */
export async function nextMoment(site: Site, random: Random): Promise<string> {
  if (random.next() < 0.4) {
    const delay = random.between(300, 3500);
    await pause(delay);
    return `after ${delay} ms`;
  }
  const event = events[random.between(0, events.length - 1)] ?? 'staged';
  const { history } = site.simulator.pool;
  const from = history.length;
  const delay = random.between(0, 900);
  for (let waited = 0; waited < patience; waited += 5) {
    if (history.slice(from).some((entry) => entry.event === event)) break;
    await pause(5);
  }
  await pause(delay);
  return `${delay} ms after ${event}`;
}
