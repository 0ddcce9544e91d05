/**
 * Leaves each event as a message in its pool, where XenCenter and Xen Orchestra show it as an alert (xapi.md 1.9). They stay there:
 * they are the pool's own record of what was done to it, and are dismissed like every other alert.
 */
import { failureOf } from '../../../xapi/connection/failure.js';
import type { XapiConnection } from '../../../xapi/connection/xapi-connection.js';
import type { Channel, Delivery } from '../channel.js';
import { eventText } from '../event-text.js';
import { isOfRollout } from '../rollout-event.js';
import type { EventSeverity, RunEvent } from '../run-event.js';

export interface PoolMessageOptions {
  readonly name: string;
  readonly severity: EventSeverity;
  readonly pools: readonly string[];
  /** A connection of its own, for one message. @throws POOL_UNKNOWN, CREDENTIAL_UNREADABLE … */
  connect(knownAs: string): Promise<XapiConnection>;
}

/** As XenCenter shows them since 6.2: 2 service will be lost soon, 3 service is degraded, 5 for information. */
const priorities: Readonly<Record<EventSeverity, number>> = { failure: 2, warning: 3, notice: 5, info: 5 };

export function poolMessageChannel(options: PoolMessageOptions): Channel {
  const { name, severity, pools } = options;
  return {
    ...{ name, kind: 'pool-message', severity, pools, destination: 'alerts of the pool itself' },
    send: (event, signal) =>
      isOfRollout(event)
        ? Promise.resolve({ kind: 'refused', reason: 'a rollout is of no single pool' })
        : leave(options, event, signal),
  };
}

async function leave(options: PoolMessageOptions, event: RunEvent, signal: AbortSignal): Promise<Delivery> {
  const connection = await options.connect(event.pool.knownAs);
  try {
    const body = eventText(event).join('\n');
    const args = [messageName(event), priorities[event.severity], 'Pool', event.pool.uuid, body] as const;
    const message = await connection.call('message.create', args, { signal });
    return { kind: 'taken', answer: message };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || !hopeless.includes(failure.code)) throw error;
    return { kind: 'refused', reason: [failure.code, ...failure.params].join(' ') };
  } finally {
    await connection.close();
  }
}

/** Other failures pass: a coordinator that starts refuses everything for a while. */
const hopeless: readonly string[] = ['UUID_INVALID', 'MESSAGE_PARAMETER_COUNT_MISMATCH'];

/** `DRYDOCK_RUN_STOPPED`: names of messages are written like that. */
export function messageName({ kind }: Pick<RunEvent, 'kind'>): string {
  return `DRYDOCK_${kind.replaceAll('-', '_').toUpperCase()}`;
}
