/**
 * What a controller needs of its own to drive a rollout from here on: the pools that have yet to be planned and started, and
 * their media. What is begun already needs whoever has the run.
 */
import type { Needs } from '../sharing/what-lacks.js';
import { isAskedAgain, poolProgress } from './pool-progress.js';
import type { RolloutInput } from './rollout-decision.js';
import { isOver, rolloutCommandSince, wordOn } from './rollout-ledger.js';

const nothing: Needs = { pools: [], media: [] };

/** A pool that a person has left out holds nobody up, and an abort begins nothing any more. */
export function needsOfRollout({ plan, ledger, runs }: Pick<RolloutInput, 'plan' | 'ledger' | 'runs'>): Needs {
  const isAborted = ledger.state === 'aborting' || rolloutCommandSince(ledger, 'abort') !== undefined;
  if (isAborted || isOver(ledger.state)) return nothing;
  const toCome = poolProgress(plan, ledger, runs)
    .filter(
      (progress) =>
        progress.state === 'planning' ||
        (progress.state === 'queued' && wordOn(ledger, progress.pool.pool) !== 'skip') ||
        isAskedAgain(progress, ledger),
    )
    .map(({ pool }) => pool);
  return {
    pools: toCome.map(({ pool }) => pool),
    media: toCome.flatMap(({ media, options }) => [media, ...(options.packs ?? [])]),
  };
}
