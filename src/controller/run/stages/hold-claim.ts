/**
 * The pool is this run's before anything is done to it: claimed, and everybody before it fenced at the media server. A claim
 * that vanished is made anew when a person has set the run going again and nobody else has the pool; one that changed
 * hands is never taken back.
 */
import type { PoolFacts } from '../../facts/pool-facts.js';
import { describeClaim, readClaim, type Claim } from '../../ownership/claim.js';
import { isClaimed, isFenced, noteLoss, wasReleased } from '../claim-history.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { isFinished } from '../host-position.js';
import { everConfirmed, ledgerOfRound, note, type Ledger } from '../ledger.js';
import { nextActions } from '../next-actions.js';
import { begin, poolOf, refusalPatience, stop } from '../turn-context.js';

/** undefined when the pool is ours, as far as the journal tells: what facts tell is looked at before each effect. */
export function holdClaim(input: TurnInput): Decision | undefined {
  const { ledger, plan } = input;
  const key = plan.pool.uuid;
  const claimed = isClaimed(ledger, key);
  if (claimed && isFenced(ledger, key)) return undefined;
  const pool = poolOf(input);
  if (pool === undefined) {
    const deadline = ledger.lastRecordAt + refusalPatience;
    if (input.now >= deadline) return stop('the pool cannot be read', null, 'unexpected');
    return waitForMachine('waiting to claim the pool: it cannot be read', deadline);
  }
  return claimed
    ? begin(input, { effect: 'raise-epoch', key, detail: { epoch: ledger.epoch } }, null)
    : claim(input, pool);
}

/** The same for a run that had the pool already: what never claimed it has nothing to put back either. */
export function holdClaimAgain(input: TurnInput): Decision | undefined {
  return everConfirmed(input.ledger, 'claim-pool', input.plan.pool.uuid) ? holdClaim(input) : undefined;
}

/** Somebody else has the pool: whatever this run changed on it is theirs to put back. */
export function claimIsAnothers(input: TurnInput): boolean {
  const holder = claimHolder(input);
  return holder !== undefined && holder.run !== input.plan.run;
}

/** undefined when nobody has claimed the pool, and when it cannot be read. */
export function claimHolder(input: TurnInput): Claim | undefined {
  const pool = poolOf(input);
  return pool === undefined ? undefined : readClaim(pool.otherConfig);
}

/** Before an undo goes on: a loss is written down, and a claim that vanished is made anew. */
export function holdClaimForUndo(input: TurnInput): Decision | undefined {
  const key = input.plan.pool.uuid;
  const pool = poolOf(input);
  if (pool === undefined || wasReleased(input.ledger, key)) return undefined;
  const holder = readClaim(pool.otherConfig);
  const lost = holder?.run !== input.plan.run ? noteLoss(input, holder) : undefined;
  return lost ?? (claimIsAnothers(input) ? undefined : holdClaimAgain(input));
}

function lostSinceSetGoing(ledger: Ledger, pool: string): boolean {
  return (note(ledger, 'claim-lost', pool)?.sequence ?? 0) > ledger.stateSequence;
}

function claim(input: TurnInput, pool: PoolFacts): Decision | undefined {
  const { plan, ledger, now } = input;
  const holder = readClaim(pool.otherConfig);
  const next = plan.hosts.find(({ uuid }) => !isFinished(ledgerOfRound(ledger, uuid), uuid));
  const isLost = holder === undefined ? lostSinceSetGoing(ledger, plan.pool.uuid) : holder.run !== plan.run;
  // Whoever took the claim away had a reason: only a person goes on after that. With every host done, what is left to put
  // back finds out by itself whether it needs the pool.
  if (isLost && ledger.state === 'running')
    return next === undefined ? undefined : stopForLoss(input, holder, next.uuid);
  const by = ledger.commands.find(({ command }) => command === 'start')?.by ?? '';
  const detail = { run: plan.run, by, since: new Date(now).toISOString() };
  return begin(input, { effect: 'claim-pool', key: plan.pool.uuid, detail }, null, 'claim-lost');
}

/** Before the first claim no host is in anybody's hands, and it is the pool that is told of. */
function stopForLoss(input: TurnInput, holder: Claim | undefined, host: string): Decision {
  const found = holder === undefined ? 'somebody removed the claim' : `it is claimed by ${describeClaim(holder)}`;
  if (everConfirmed(input.ledger, 'claim-pool', input.plan.pool.uuid))
    return stop(`the pool is not ours any more: ${found}`, host, 'claim-lost');
  return stop(`the pool is not ours: ${found}. ${nextActions['claim-lost']}`, null, 'claim-lost');
}
