// Events and channels for the tests of notifications.
import type { Channel, Delivery } from '../../src/controller/notify/channel.js';
import type { RunEvent } from '../../src/controller/notify/run-event.js';

export function anEvent(change: Partial<RunEvent> = {}): RunEvent {
  return {
    id: 'run-1.7',
    at: Date.UTC(2026, 0, 5, 22, 0, 0),
    kind: 'run-stopped',
    severity: 'failure',
    run: 'run-1',
    pool: { knownAs: 'lab', name: 'Lab', uuid: 'pool-uuid' },
    medium: 'xcp-ng-8.3',
    title: 'Lab: the upgrade has stopped at xs-2',
    text: 'xs-2 never asked for a file',
    nextAction: 'Look at its console, then: drydock upgrade retry',
    host: { uuid: 'host-2', name: 'xs-2' },
    failure: 'never-fetched',
    state: 'stopped',
    hosts: { total: 3, done: 1, skipped: 0, givenUp: 0 },
    ...change,
  };
}

export interface ScriptedChannel extends Channel {
  readonly sent: { readonly id: string; readonly at: number }[];
}

/** Answers each event by the script; the last answer stays. `undefined` never answers. */
export function scriptedChannel(
  now: () => number,
  answers: readonly (Delivery | Error | undefined)[] = [{ kind: 'taken', answer: 'ok' }],
  change: Partial<Channel> = {},
): ScriptedChannel {
  const left = [...answers];
  const sent: ScriptedChannel['sent'] = [];
  return {
    ...{ name: 'scripted', kind: 'webhook', severity: 'info', pools: [], destination: 'nowhere' },
    ...change,
    sent,
    send: (event) => {
      sent.push({ id: event.id, at: now() });
      const answer = left.length > 1 ? left.shift() : left[0];
      if (answer === undefined) return new Promise(() => undefined);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
}
