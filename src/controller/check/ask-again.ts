/**
 * The questions of a check, asked again when the way to the pool broke. Every one of them only looks, so asking twice does
 * no harm; and a check is one reading, where a single lost reply would leave something unknown and refuse the upgrade.
 */
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { seconds } from '../effects/effect.js';
import type { PluginFunction, PoolPort } from '../pool/pool-port.js';

/** What a check may ask. `main` of the plugin is no question. */
export interface PoolQuestions extends Pick<
  PoolPort,
  'observe' | 'survey' | 'inventory' | 'evacuationBlockers' | 'hostInterfaces' | 'askDisks'
> {
  callPlugin(hostUuid: string, fn: Exclude<PluginFunction, 'main'>, url: string, signal?: AbortSignal): Promise<string>;
}

/** No answer, or none that can be read. A plugin's question is a call of effects to xapi, whose lost reply is "unknown". */
const brokenWay: readonly DrydockError['code'][] = [
  'XAPI_UNREACHABLE',
  'XAPI_NOT_READY',
  'XAPI_SESSION_LOST',
  'XAPI_REPLY_LOST',
  'XAPI_REPLY_INVALID',
  'XAPI_OUTCOME_UNKNOWN',
];

const pause = 5 * seconds;
const repetitions = 2;
/** Of one check: a pool that has fallen silent costs it a minute, however many hosts it has. */
const repetitionsAltogether = 12;
/** Who has let a question wait for longer has been waited for enough: the next deadline would pass as well. */
const soon = 15 * seconds;

export function askingAgain(port: PoolPort, clock: Clock, signal: AbortSignal): PoolQuestions {
  let left = repetitionsAltogether;

  async function ask<T>(question: () => Promise<T>): Promise<T> {
    for (let repeated = 0; ; repeated++) {
      const asked = clock.now();
      try {
        return await question();
      } catch (error) {
        const isBroken = error instanceof DrydockError && brokenWay.includes(error.code);
        const isSoon = clock.now() - asked < soon;
        if (!isBroken || !isSoon || signal.aborted || repeated === repetitions || left === 0) throw error;
        left--;
        await clock.sleep(pause, signal);
      }
    }
  }

  return {
    // Asks every host once more by itself, and tells what keeps the pool from being read.
    observe: (caller) => port.observe(caller),
    inventory: (caller) => ask(() => port.inventory(caller)),
    survey: (caller) => ask(() => port.survey(caller)),
    evacuationBlockers: (host) => ask(() => port.evacuationBlockers(host)),
    hostInterfaces: (host) => ask(() => port.hostInterfaces(host)),
    // Nothing hangs on it that a person would have to answer: other questions need the repetitions more.
    askDisks: (host, question, caller) => port.askDisks(host, question, caller),
    callPlugin: (host, fn, url, caller) => ask(() => port.callPlugin(host, fn, url, caller)),
  };
}
