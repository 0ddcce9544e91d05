/**
 * The first thing after a pool was taken over: the media server is told of the new epoch. Whoever had the pool before may
 * only be paused; what it still asks for, arming above all, is refused from now on, and only then can facts be relied on.
 */
import type { MediaServerApi } from '../../contract/media-server.js';
import { minutes, seconds } from '../effects/effect.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { abortReason } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface Fencing {
  readonly mediaServer: MediaServerApi;
  readonly pool: string;
  readonly epoch: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called while it waits: with the reason, and until when a machine is waited for. */
  waiting(reason: string, deadline: Milliseconds): void;
  /** Called once, when that time is over: from then on a person is waited for. */
  late(reason: string): Promise<void>;
}

const pause = 5 * seconds;
/** A restart of the media server, or of its machine. */
export const fencingPatience = 30 * minutes;

/** Resolves when no former holder can arm anything. @throws the signal's reason */
export async function fenceFormerHolder(fencing: Fencing): Promise<void> {
  const { mediaServer, pool, epoch, clock, signal } = fencing;
  const deadline = clock.now() + fencingPatience;
  let told = false;
  for (;;) {
    try {
      await mediaServer.raiseEpoch(pool, epoch);
      return;
    } catch (error) {
      if (signal.aborted) throw abortReason(signal);
      if (!(error instanceof DrydockError)) throw error;
      // A later epoch than ours is there: then the former holder is fenced all the more.
      if (error.code === 'GRANT_STALE_EPOCH') return;
      const reason = `the pool was taken over, and the media server must be told first: it does not answer (${error.code})`;
      fencing.waiting(reason, deadline);
      if (!told && clock.now() >= deadline) {
        told = true;
        await fencing.late(reason);
      }
    }
    await clock.sleep(pause, signal);
  }
}
