/**
 * The one place where the claim is read again before anything is done to the pool: after the intent, immediately before the
 * act. A reading that is seconds old would let a controller act on a pool that has been taken over meanwhile.
 */
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { seconds, type EffectName } from '../effects/effect.js';
import type { PoolPort } from '../pool/pool-port.js';
import { describeClaim, readClaim } from './claim.js';
import { needsClaim } from './needs-claim.js';

/** How long a pool that does not answer is asked again: without the claim nothing is begun. */
const patience = 60 * seconds;
const pause = 2 * seconds;

export interface ClaimReader {
  readonly run: string;
  readonly clock: Clock;
  readonly pool: Pick<PoolPort, 'otherConfig'>;
  readonly signal: AbortSignal;
}

/** Why the effect must not be begun; undefined when the pool is this run's, or the effect needs no claim. */
export async function whyNotOurs(effect: EffectName, reader: ClaimReader): Promise<string | undefined> {
  if (!needsClaim(effect)) return undefined;
  const { run, clock, pool, signal } = reader;
  const end = clock.now() + patience;
  for (;;) {
    try {
      const claim = readClaim(await pool.otherConfig());
      if (claim?.run === run) return undefined;
      return claim === undefined ? 'the claim on the pool is gone' : `the pool is claimed by ${describeClaim(claim)}`;
    } catch (error) {
      if (signal.aborted || !(error instanceof DrydockError)) throw error;
      if (clock.now() >= end) return `the claim on the pool cannot be read (${error.code})`;
      await clock.sleep(pause, signal);
    }
  }
}
