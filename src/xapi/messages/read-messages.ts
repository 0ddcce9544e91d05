/** The pool's messages, which XenCenter and Xen Orchestra show as alerts. */
import { failureOf } from '../connection/failure.js';
import type { XapiConnection } from '../connection/xapi-connection.js';
import { isStruct } from '../wire/wire-value.js';
import { text } from '../inventory/wire-text.js';

export interface PoolMessage {
  readonly uuid: string;
  /** `PBD_PLUG_FAILED_ON_SERVER_START`, `HA_POOL_OVERCOMMITTED` … */
  readonly name: string;
  /** 1 is the gravest, 5 for information (xapi.md 1.9). */
  readonly priority: number;
  /** uuid of what it is about. */
  readonly about: string;
  /** Seconds since 1970 on the coordinator's clock. */
  readonly at: number;
}

/**
 * Those since a moment of the coordinator's clock, in seconds.
 * @throws what keeps the pool from being read
 */
export async function readMessages(
  connection: XapiConnection,
  since: number,
  signal: AbortSignal,
): Promise<readonly PoolMessage[]> {
  try {
    const records = await connection.records('message', { signal });
    return (
      Object.values(records)
        .flatMap((record): PoolMessage[] => {
          if (!isStruct(record)) return [];
          const at = secondsOf(text(record, 'timestamp') ?? '');
          const message = {
            uuid: text(record, 'uuid') ?? '',
            name: text(record, 'name') ?? '',
            priority: Number(text(record, 'priority') ?? '5'),
            about: text(record, 'obj_uuid') ?? '',
          };
          return at === undefined ? [] : [{ ...message, at }];
        })
        // Seconds are the finest that a message tells.
        .filter(({ at }) => at >= since)
    );
  } catch (error) {
    if (failureOf(error)?.code === 'MESSAGE_METHOD_UNKNOWN') return [];
    throw error;
  }
}

/** `20260101T12:00:00Z`, as xapi writes dates, or with hyphens, as newer ones do. */
function secondsOf(date: string): number | undefined {
  const found = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)/.exec(date);
  if (found === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
