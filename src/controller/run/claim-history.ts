/** What the journal tells of this run's claim on the pool: made, given up, lost, and whether everybody before it is fenced. */
import { claimKey, describeClaim, type Claim } from '../ownership/claim.js';
import type { Decision, TurnInput } from './decision.js';
import { lastAttempt, note, type Ledger } from './ledger.js';

/** The last that the journal tells of the claim is that it was made. */
export function isClaimed(ledger: Ledger, pool: string): boolean {
  return madeAt(ledger, pool) > (note(ledger, 'claim-lost', pool)?.sequence ?? 0);
}

export function isFenced(ledger: Ledger, pool: string): boolean {
  return confirmedAfterClaim(ledger, 'raise-epoch', pool);
}

export function wasReleased(ledger: Ledger, pool: string): boolean {
  return confirmedAfterClaim(ledger, 'release-claim', pool);
}

/** Who has the pool instead of this run; undefined where the claim was not lost, empty where nobody has it. */
export function lostTo(ledger: Ledger, pool: string): string | undefined {
  const lost = note(ledger, 'claim-lost', pool);
  if (lost === undefined || lost.sequence < madeAt(ledger, pool)) return undefined;
  const { holder } = lost.detail;
  return typeof holder === 'string' ? holder : '';
}

/** Writes down, once for each claim, that it was lost: the changes of the run are told by it. */
export function noteLoss(input: TurnInput, holder: Claim | undefined): Decision | undefined {
  const key = input.plan.pool.uuid;
  if (!isClaimed(input.ledger, key)) return undefined;
  const detail = { holder: holder === undefined ? '' : describeClaim(holder), key: claimKey };
  return { kind: 'note', what: 'claim-lost', key, detail };
}

function confirmedAfterClaim(ledger: Ledger, effect: 'raise-epoch' | 'release-claim', pool: string): boolean {
  const outcome = lastAttempt(ledger, effect, pool)?.outcome;
  return outcome?.result === 'confirmed' && outcome.sequence > madeAt(ledger, pool);
}

function madeAt(ledger: Ledger, pool: string): number {
  const made = ledger.attempts.findLast(
    ({ request, outcome }) =>
      request.effect === 'claim-pool' && request.key === pool && outcome?.result === 'confirmed',
  );
  return made?.outcome?.sequence ?? 0;
}
