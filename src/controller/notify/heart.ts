/**
 * The dead-man's switch: while runs go on well, something outside is told so at an interval; when a run stops it is told that,
 * and when this process dies it hears nothing, which is the alarm that no message of ours could give.
 */
import type { RolloutState } from '../../contract/rollout.js';
import type { RunState } from '../../contract/run-status.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import { withoutSecrets } from '../report/without-secrets.js';

/** How one run, or one rollout, stands. */
export interface Pulse {
  readonly run: string;
  /** The name under which its pool was added; of a rollout, its own. */
  readonly knownAs: string;
  /** Names under which the pools were added that it is about. */
  readonly pools: readonly string[];
  readonly state: RunState | RolloutState;
  readonly lastRecordAt: number;
  /** When the run was last looked at by this process, or seen to belong to another controller; null: not yet. */
  readonly lastTurnAt: number | null;
}

export type Beat =
  /** Nothing is under way, so nothing is said. */
  'silent' | 'alive' | 'fail';

/** Why: for the receiver's log, and the file. */
export interface BeatNote {
  readonly beat: Exclude<Beat, 'silent'>;
  readonly at: number;
  readonly lastEventAt: number | null;
  readonly runs: readonly { readonly run: string; readonly pool: string; readonly state: Pulse['state'] }[];
}

export interface Heart {
  readonly name: string;
  readonly every: Milliseconds;
  /** Names under which pools were added; empty: all. */
  readonly pools: readonly string[];
  /** Also while no run is open: for services that raise an alarm whenever they hear nothing. */
  readonly always: boolean;
  readonly destination: string;
  /** Why the last beat did not arrive; kept here for the status. */
  problem: { readonly reason: string; readonly at: number } | null;
  beat(note: BeatNote, signal: AbortSignal): Promise<void>;
}

/** A run that is not looked at for so long hangs, whatever it waits for: the rarest look is one a minute. */
const hangsAfter = 15 * 60_000;

/** Fails when a run of these has stopped or hangs. */
export function beatOf(runs: readonly Pulse[], always: boolean, startedAt: number, now: number): Beat {
  const open = runs.filter(({ state }) => !['planned', 'done', 'aborted'].includes(state));
  if (open.some(({ state }) => state === 'stopped')) return 'fail';
  if (open.some(({ lastTurnAt }) => now - (lastTurnAt ?? startedAt) > hangsAfter)) return 'fail';
  return open.length > 0 || always ? 'alive' : 'silent';
}

export interface BeatOptions {
  readonly heart: Heart;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  look(): readonly Pulse[];
  /** Resolves when something has happened: a stop is told at once. */
  changed(): Promise<void>;
}

/** Ends when its signal is aborted. */
export async function beatHeart(options: BeatOptions): Promise<void> {
  const { heart, clock, signal } = options;
  const startedAt = clock.now();
  let last: Beat = 'silent';
  let lastAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const now = clock.now();
    const runs = options
      .look()
      .filter(({ pools }) => heart.pools.length === 0 || pools.some((name) => heart.pools.includes(name)));
    const beat = beatOf(runs, heart.always, startedAt, now);
    if (beat !== 'silent' && (beat !== last || now - lastAt >= heart.every)) {
      await tell(options, noteOf(beat, runs, now));
      lastAt = now;
    } else if (beat === 'silent' && last !== 'silent') {
      // The end of the last run: one more sign of life, so that nobody wonders how it ended.
      await tell(options, noteOf('alive', runs, now));
    }
    last = beat;
    const waited = new AbortController();
    const pause = beat === 'silent' ? heart.every : Math.max(0, lastAt + heart.every - clock.now());
    await Promise.race([clock.sleep(pause, waited.signal).catch(() => undefined), options.changed()]);
    waited.abort(new Error('not needed any more'));
  }
}

async function tell({ heart, clock, log, signal }: BeatOptions, note: BeatNote): Promise<void> {
  try {
    await heart.beat(note, signal);
    heart.problem = null;
  } catch (error) {
    if (signal.aborted) return;
    heart.problem = { reason: withoutSecrets(describeCause(error)), at: clock.now() };
    log.warn({ channel: heart.name, problem: heart.problem.reason }, 'heartbeat not taken');
  }
}

function noteOf(beat: BeatNote['beat'], runs: readonly Pulse[], now: number): BeatNote {
  const open = runs.filter(({ state }) => state !== 'done' && state !== 'aborted');
  const last = Math.max(Number.NEGATIVE_INFINITY, ...runs.map(({ lastRecordAt }) => lastRecordAt));
  return {
    beat,
    at: now,
    lastEventAt: Number.isFinite(last) ? last : null,
    runs: open.map(({ run, knownAs: pool, state }) => ({ run, pool, state })),
  };
}
