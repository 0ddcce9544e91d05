/** What every stage of a run needs again and again: the view of an effect, the way to begin one, the way to stop. */
import type { HostFailure } from '../../contract/run-status.js';
import { minutes, type EffectName, type EffectRequest, type EffectView } from '../effects/effect.js';
import { effects } from '../effects/registry.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import { whatBarsTheWay, type FailureVerdict } from './failure-kind.js';
import { describeClaim, readClaim } from '../ownership/claim.js';
import { needsClaim } from '../ownership/needs-claim.js';
import { noteLoss } from './claim-history.js';
import { nextActions } from './next-actions.js';
import { waitForMachine, type Decision, type TurnInput } from './decision.js';
import { lastAttempt, type Attempt } from './ledger.js';

/** How long a precondition may stay unmet before the run stops: longer than a coordinator's start-up (xapi.md 6.4). */
export const refusalPatience = 15 * minutes;

/** What happens again longer after the last time is no sign of a host that cannot stay up. */
export const quickSuccession = 60 * minutes;

/** How often an effect is done again without a person when nobody knew whether it was done. */
const unknownLimit = 5;

export function poolOf(input: TurnInput): PoolFacts | undefined {
  return input.observation.pool.known ? input.observation.pool.value : undefined;
}

/** Why the pool cannot be read, with what each address answered: "the pool cannot be read" alone helps nobody. */
export function whyUnreadable(input: TurnInput): FailureVerdict {
  const answers = input.observation.unreachable ?? [];
  const barred = whatBarsTheWay(answers);
  if (barred !== undefined) return { ...barred, reason: `the pool cannot be read: ${barred.reason}` };
  const each = answers.map(({ address, answer }) => `${address}: ${answer}`).join('; ');
  return { failure: 'pool-lost', reason: `the pool cannot be read${each === '' ? '' : ` (${each})`}` };
}

/** Waits for the pool to answer again, within bounds; then stops with what each address answered. */
export function waitForPool(input: TurnInput, host: string | null): Decision {
  const { failure, reason } = whyUnreadable(input);
  const deadline = input.ledger.lastRecordAt + refusalPatience;
  return input.now >= deadline ? stop(reason, host, failure) : waitForMachine(reason, deadline, host);
}

export function viewOf(input: TurnInput, attempt?: Attempt): EffectView {
  return {
    pool: poolOf(input),
    grants: input.grants ?? [],
    packs: input.packs,
    task: input.task,
    now: input.now,
    intendedAt: attempt?.intendedAt ?? input.now,
    actedAt: attempt?.actedAt ?? null,
    ...(attempt !== undefined && wasNotBegun(attempt) ? { notBegun: true as const } : {}),
  };
}

/**
 * Begins an effect, or says why not yet, or stops: after a failure of it since the run was last set going, after too
 * many unknown outcomes, when the claim on the pool is not ours any more, when its precondition stays unmet.
 */
export function begin(
  input: TurnInput,
  request: EffectRequest,
  host: string | null,
  failure: HostFailure = 'unexpected',
): Decision {
  const previous = lastAttempt(input.ledger, request.effect, request.key);
  const stopped = stopAfterFailure(input, previous, host, failure) ?? claimLost(input, request.effect, host);
  if (stopped !== undefined) return stopped;
  if (input.grants === undefined) {
    return waitForMachine('the media server does not answer', input.ledger.lastRecordAt + refusalPatience, host);
  }
  const refusal = effects[request.effect].refuses(request, viewOf(input));
  if (refusal !== undefined) {
    const deadline = input.ledger.lastRecordAt + refusalPatience;
    const what = effects[request.effect].describe(request);
    if (input.now >= deadline) return stop(`could not ${what}: ${refusal}`, host, 'blocked');
    return waitForMachine(`waiting to ${what}: ${refusal}`, deadline, host);
  }
  return { kind: 'begin', request, attempt: (previous?.attempt ?? 0) + 1 };
}

/**
 * The run stops and waits for a person; every change it made stays, and is listed.
 * @param checks ids of the assessments that block, where it was they that stopped it
 * @param answer what the host itself answered, where it was asked
 */
export function stop(
  reason: string,
  host: string | null,
  failure: HostFailure,
  checks: readonly string[] = [],
  answer?: string,
): Decision {
  const detail = {
    ...(host === null ? {} : { host }),
    ...{ failure, nextAction: nextActions[failure] },
    ...(checks.length === 0 ? {} : { checks }),
    ...(answer === undefined ? {} : { answer }),
  };
  return { kind: 'state', state: 'stopped', reason, detail };
}

function stopAfterFailure(
  input: TurnInput,
  previous: Attempt | undefined,
  host: string | null,
  failure: HostFailure,
): Decision | undefined {
  if (previous?.outcome == null || previous.outcome.sequence < input.ledger.stateSequence) return undefined;
  if (previous.outcome.result === 'failed') {
    return stop(
      `could not ${effects[previous.request.effect].describe(previous.request)}: ${previous.outcome.reason}`,
      host,
      failure,
    );
  }
  if (previous.outcome.result === 'unknown' && unknownsInARow(input, previous) >= unknownLimit) {
    const what = effects[previous.request.effect].describe(previous.request);
    return wasNotBegun(previous)
      ? stop(`could not ${what}: ${previous.outcome.reason}`, host, failure)
      : stop(`nobody knows whether this was done: ${what}`, host, failure);
  }
  return undefined;
}

/** The last look before it refused, or its call was not sent. */
function wasNotBegun({ outcome }: Attempt): boolean {
  return outcome?.detail['begun'] === false;
}

function unknownsInARow(input: TurnInput, last: Attempt): number {
  return input.ledger.attempts.filter(
    (attempt) =>
      attempt.request.effect === last.request.effect &&
      attempt.request.key === last.request.key &&
      attempt.outcome?.result === 'unknown' &&
      attempt.outcome.sequence > input.ledger.stateSequence,
  ).length;
}

/** The pool is ours, as far as this turn's facts tell: looked at where a stage only waits, and begins nothing. */
export function unlessClaimLost(input: TurnInput, host: string): Decision | undefined {
  return claimLost(input, 'disable-host', host);
}

/** Somebody who took the claim over has the pool, not we. It is read once more before the act (carry-out.ts). */
export function claimLost(input: TurnInput, effect: EffectName, host: string | null): Decision | undefined {
  const pool = poolOf(input);
  if (!needsClaim(effect) || pool === undefined) return undefined;
  const holder = readClaim(pool.otherConfig);
  if (holder?.run === input.plan.run) return undefined;
  const noted = noteLoss(input, holder);
  if (noted !== undefined) return noted;
  const found = holder === undefined ? 'somebody removed the claim' : `it is claimed by ${describeClaim(holder)}`;
  const next = host === null ? `. ${nextActions['claim-lost']}` : '';
  return stop(`the pool is not ours any more: ${found}${next}`, host, 'claim-lost');
}
