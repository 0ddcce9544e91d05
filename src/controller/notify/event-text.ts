/** An event in words, the same for a chat room, a mail and an alert in XenCenter. */
import { formatTime } from '../report/format.js';
import { isOfRollout, type RolloutEvent, type ToldEvent } from './rollout-event.js';
import type { RunEvent } from './run-event.js';

/** The title, then a line for each thing to know. */
export function eventText(event: ToldEvent): readonly string[] {
  return [event.title, ...eventDetails(event).map(([name, value]) => `${name}: ${value}`)];
}

/** What there is to know beside the title, by name. */
export function eventDetails(event: ToldEvent): readonly Detail[] {
  const details: readonly Detail[] = [
    ['Why', event.text],
    ['Failure', isOfRollout(event) ? '' : (event.failure ?? '')],
    ['Next', event.nextAction ?? ''],
    ...(isOfRollout(event) ? ofRollout(event) : ofRun(event)),
    ['Time', formatTime(event.at)],
  ];
  return details.filter(([, value]) => value !== '');
}

type Detail = readonly [name: string, value: string];

function ofRollout({ waves, rollout, pools }: RolloutEvent): readonly Detail[] {
  return [
    ['Waves', `${waves.done} of ${waves.total} through`],
    ['Rollout', `${rollout}, ${pools.length} ${pools.length === 1 ? 'pool' : 'pools'}`],
  ];
}

function ofRun({ kind, hosts, run, pool, medium }: RunEvent): readonly Detail[] {
  if (kind === 'test') return [];
  return [
    ['Hosts', `${hosts.done} of ${hosts.total} done`],
    ['Run', `${run}, ${pool.name} to ${medium}`],
  ];
}
