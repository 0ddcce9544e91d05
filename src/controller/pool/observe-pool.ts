/** One observation: the facts of the pool, or what each of its hosts answers instead. */
import { abortReason, type Clock, type Milliseconds } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { LeftBehind, withDeadline } from '../../xapi/transport/deadline.js';
import type { Observation, PoolFacts, Reading } from '../facts/pool-facts.js';
import type { PoolReader } from '../facts/read-pool-facts.js';

export interface ObservedPool {
  readonly connection: XapiConnection;
  readonly reader: PoolReader;
  /** Dates the facts. */
  readonly clock: Clock;
  /** Bounds the reading. */
  readonly wireClock: Clock;
  /** The longest an observation takes. */
  readonly deadline: Milliseconds;
}

/** @throws only the reason of the caller's own signal: a pool that cannot be read is a fact as well */
export async function observePool(pool: ObservedPool, reading: Reading, caller?: AbortSignal): Promise<Observation> {
  const { wireClock: clock, deadline } = pool;
  const late = (): Error =>
    new DrydockError('DEADLINE_PASSED', { attempted: 'reading the pool', expected: `within ${deadline / 1000} s` });
  try {
    const value = await withDeadline({ clock, deadline, signal: caller, late }, (signal) =>
      readWithRelogin(pool, reading, signal),
    );
    const source = `xapi at ${pool.connection.addresses[0] ?? 'the coordinator'}`;
    return { at: value.readAt, pool: { known: true, value, at: value.readAt, source } };
  } catch (error) {
    if (caller?.aborted === true) throw abortReason(caller);
    const reason = error instanceof LeftBehind ? error.reason : error;
    if (!(reason instanceof DrydockError)) throw error;
    return unreadable(pool, reason);
  }
}

/** A coordinator that fell silent may answer somewhere else, or again: every host is asked once before giving up. */
async function readWithRelogin(pool: ObservedPool, reading: Reading, signal: AbortSignal): Promise<PoolFacts> {
  const { connection, reader } = pool;
  await connection.logIn(signal);
  try {
    return await reader.read(reading, signal);
  } catch (error) {
    const silent = error instanceof DrydockError && ['XAPI_UNREACHABLE', 'XAPI_REPLY_LOST'].includes(error.code);
    if (!silent || signal.aborted) throw error;
    await connection.logInAgain(signal);
    return reader.read(reading, signal);
  }
}

function unreadable(pool: ObservedPool, error: DrydockError): Observation {
  const at = pool.clock.now();
  const answers = new Map(pool.connection.answers.map(({ address, answer }) => [address, answer]));
  const addresses = [...new Set([...pool.connection.addresses, ...answers.keys()])];
  return {
    at,
    pool: { known: false, reason: error.message, at },
    unreachable: addresses.map((address) => ({
      address,
      answer: answers.get(address) ?? 'not asked, or no answer yet',
    })),
  };
}
