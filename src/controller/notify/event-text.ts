/** An event in words, the same for a chat room, a mail and an alert in XenCenter. */
import { formatTime } from '../report/format.js';
import type { RunEvent } from './run-event.js';

/** The title, then a line for each thing to know. */
export function eventText(event: RunEvent): readonly string[] {
  return [event.title, ...eventDetails(event).map(([name, value]) => `${name}: ${value}`)];
}

/** What there is to know beside the title, by name. */
export function eventDetails(event: RunEvent): readonly (readonly [name: string, value: string])[] {
  const { total, done } = event.hosts;
  const details: readonly (readonly [string, string])[] = [
    ['Why', event.text],
    ['Failure', event.failure ?? ''],
    ['Next', event.nextAction ?? ''],
    ['Hosts', event.kind === 'test' ? '' : `${done} of ${total} done`],
    ['Run', event.kind === 'test' ? '' : `${event.run}, ${event.pool.name} to ${event.medium}`],
    ['Time', formatTime(event.at)],
  ];
  return details.filter(([, value]) => value !== '');
}
