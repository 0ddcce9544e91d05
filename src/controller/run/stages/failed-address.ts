/**
 * The address of the host at which a run has stopped: what is open is closed without a word, what is armed is ended by a
 * person's word alone. The media server may refuse either, and it may stay away: neither is asked for again and again at once.
 */
import { minutes } from '../../effects/effect.js';
import type { PlannedHost } from '../../planning/plan.js';
import type { Decision, TurnInput } from '../decision.js';
import { grantOf } from '../host-grant.js';
import { commandSince, lastAttempt, note, type Attempt, type Command, type Ledger } from '../ledger.js';
import { ownGrants } from './journal-behind.js';

/** Each attempt is two records of the journal. */
const pauseAfterFailure = 5 * minutes;

/** A host that could not be staged keeps no open address while the run waits for a person. */
export function closeStaging(input: TurnInput, host: PlannedHost): Decision | undefined {
  const grant = grantOf(input, host.uuid);
  const last = lastAttempt(input.ledger, 'close-grant', host.uuid);
  if (grant?.state !== 'staging' || wasFenced(input.ledger, last) || failedLately(input, last)) return undefined;
  const detail = { name: host.name, grant: grant.id, epoch: input.ledger.epoch };
  return {
    kind: 'begin',
    request: { effect: 'close-grant', key: host.uuid, detail },
    attempt: (last?.attempt ?? 0) + 1,
  };
}

/** The only other end of an armed address: a person says, by name, that nothing is being installed from it any more. */
export function endGivenUp(input: TurnInput, host: PlannedHost, command: Command): Decision | undefined {
  // Of whatever round: a journal that was restored may know of fewer than there were.
  const grant = ownGrants(input).find(({ host: { uuid }, state }) => uuid === host.uuid && state !== 'ended');
  if (grant === undefined || isNewOwners(input, host)) return undefined;
  const last = lastAttempt(input.ledger, 'end-grant', host.uuid);
  const detail = { name: host.name, grant: grant.id, epoch: input.ledger.epoch, reason: `given up by ${command.by}` };
  return {
    kind: 'begin',
    request: { effect: 'end-grant', key: host.uuid, detail },
    attempt: (last?.attempt ?? 0) + 1,
  };
}

/** Why a word that was given has had no effect yet; undefined when nothing keeps it. */
export function whyNotGivenUp(input: TurnInput, host: PlannedHost): string | undefined {
  const command = commandSince(input.ledger, 'give-up');
  const last = lastAttempt(input.ledger, 'end-grant', host.uuid);
  if (command === undefined || command.detail['host'] !== host.uuid || !failedLately(input, last)) return undefined;
  if (isNewOwners(input, host) || note(input.ledger, 'given-up', host.uuid) !== undefined) return undefined;
  return `its address could not be ended (${last?.outcome?.reason ?? ''}), and will be tried again`;
}

/** A newer controller has fenced this one off: whether the address ends is that one's to say, and nothing of ours depends on it. */
function isNewOwners({ ledger }: TurnInput, host: PlannedHost): boolean {
  return wasFenced(ledger, lastAttempt(ledger, 'end-grant', host.uuid));
}

/** In an abort: while a run goes on, it stops there and says so. */
export function isLeftToNewOwner(input: TurnInput, host: PlannedHost): boolean {
  return input.ledger.state === 'undoing' && isNewOwners(input, host);
}

/** Not by what was refused under an epoch that is past: the pool may have become ours again. */
export function wasFenced({ epoch }: Ledger, attempt: Attempt | undefined): boolean {
  return attempt?.outcome?.error === 'GRANT_STALE_EPOCH' && attempt.request.detail['epoch'] === epoch;
}

function failedLately({ now }: TurnInput, attempt: Attempt | undefined): boolean {
  const { outcome } = attempt ?? {};
  // A clock that was put back must not make the pause longer.
  return outcome?.result === 'failed' && Math.abs(now - outcome.at) < pauseAfterFailure;
}
