/** What becomes of the attempt that has no outcome yet: confirmed by facts, failed, not known, or waited for. */
import { minutes, seconds } from '../effects/effect.js';
import { effects } from '../effects/registry.js';
import { mayRepeat } from '../effects/retry-class.js';
import { waitForMachine, type Decision, type TurnInput } from './decision.js';
import type { Attempt } from './ledger.js';
import { poolOf, viewOf } from './turn-context.js';

/** A task that the pool does not know any more: how long its effect may still show by itself. */
const lostTaskGrace = 1 * minutes;

/** How long a call that was under way when the controller ended may still be on its way. */
const lostCallGrace = 15 * seconds;

export function settleOpen(input: TurnInput, attempt: Attempt): Decision {
  const effect = effects[attempt.request.effect];
  const view = viewOf(input, attempt);
  const verdict = effect.confirm(attempt.request, view);
  const nobodyKnows = attempt.actedAt === null;
  if (verdict.verdict === 'confirmed') {
    return {
      kind: 'conclude',
      attempt,
      result: 'confirmed',
      reason: 'seen in the facts',
      detail: verdict.detail ?? {},
    };
  }
  if (verdict.verdict === 'failed' && !nobodyKnows) {
    return { kind: 'conclude', attempt, result: 'failed', reason: verdict.reason, detail: {} };
  }
  if (mayBeDoneAgain(input, attempt) && mayRepeat(effect.retry, attempt.request, view)) {
    const why = nobodyKnows ? 'its reply was lost, or the controller ended' : 'its task is gone';
    return { kind: 'conclude', attempt, result: 'unknown', reason: `${why}; it may safely be done again`, detail: {} };
  }
  const deadline = attempt.intendedAt + effect.deadline;
  if (input.now >= deadline) {
    const reason = `not confirmed within ${Math.round(effect.deadline / minutes)} min: ${verdict.reason}`;
    return { kind: 'conclude', attempt, result: 'failed', reason, detail: {} };
  }
  return waitForMachine(`${effect.describe(attempt.request)}: ${verdict.reason}`, deadline, attempt.request.key, 1000);
}

/** Nobody can tell us any more how it ended: the reply or the task is lost, and the pool answers again. */
function mayBeDoneAgain(input: TurnInput, attempt: Attempt): boolean {
  if (poolOf(input) === undefined) return false;
  if (attempt.actedAt === null) return input.now - attempt.intendedAt >= lostCallGrace;
  return attempt.handle !== null && input.task === undefined && input.now - attempt.actedAt >= lostTaskGrace;
}
