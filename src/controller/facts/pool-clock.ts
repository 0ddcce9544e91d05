/** What time it is by the hosts of a pool: a second opinion on the clock of the controller's own machine. Pure. */
import type { PoolFacts } from './pool-facts.js';

/**
 * The one in the middle of the clocks that the hosts have told, carried on to `now`: a single host that is wrong decides
 * nothing. Undefined: none has told its time.
 * @param now on the clock that `readAt` is of
 * @param leftOut hosts, by name or uuid, whose clocks are known to be wrong
 */
export function poolClock(
  { hosts, readAt }: Pick<PoolFacts, 'hosts' | 'readAt'>,
  now: number,
  leftOut: readonly string[] = [],
): number | undefined {
  const told = hosts
    .filter(({ uuid, name }) => !leftOut.includes(uuid) && !leftOut.includes(name))
    .flatMap(({ serverTime }) => serverTime ?? [])
    .sort((left, right) => left - right);
  const middle = told[Math.floor((told.length - 1) / 2)];
  return middle === undefined ? undefined : middle * 1000 + (now - readAt);
}
