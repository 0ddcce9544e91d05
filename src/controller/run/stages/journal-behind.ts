/**
 * A journal that is older than what was done: a backup or a machine's snapshot was put back, or the disk lost records that
 * it had said were written. Every intent is durable before its act, so what the media server or the pool shows and no
 * intent accounts for is proof. Such a run begins nothing more; its hosts may have been rebooted, or be installing.
 */
import type { Grant } from '../../../contract/grants.js';
import { restoredNote } from '../../../journal/restored-note.js';
import { hostByUuid } from '../../facts/pool-facts.js';
import { isAtTarget, isVersionOf } from '../../versions/match-target.js';
import type { Decision, TurnInput } from '../decision.js';
import { grantIdOf } from '../host-grant.js';
import { hostPosition } from '../host-position.js';
import { lastAttempt, ledgerOfRound, note, roundOf, type Ledger } from '../ledger.js';
import { poolOf, stop } from '../turn-context.js';
import { hasBooted } from './unasked-reboot.js';

/** undefined: nothing tells of more than the journal does. */
export function journalBehind(input: TurnInput): Decision | undefined {
  return wasRestored(input) ?? unknownGrant(input) ?? unknownReboot(input);
}

/** While a run is undone: an armed address that the journal does not know of is a host that may be installing. */
export function unknownArmed(input: TurnInput): Decision | undefined {
  const found = ownGrants(input).find((grant) => grant.state === 'armed' && !wasIntended(input.ledger, grant));
  if (found === undefined) return undefined;
  const { run } = input.plan;
  const { name, uuid } = found.host;
  const how = `drydock upgrade give-up ${run} --host ${name} --reason WHY, then drydock upgrade abort ${run}`;
  const reason = `the address of ${name} is armed and this journal does not know of it: the host may be installing. When it is back, or lost: ${how}`;
  return stop(reason, uuid, 'journal-behind');
}

/** A backup was put back by name: what the run did since is not in it, whether anything shows it or not. A person has the word. */
function wasRestored({ ledger, plan }: TurnInput): Decision | undefined {
  const restored = note(ledger, restoredNote, plan.run);
  if (restored === undefined) return undefined;
  const answered = ledger.commands.some(
    ({ command, sequence }) => (command === 'retry' || command === 'skip') && sequence > restored.sequence,
  );
  if (answered) return undefined;
  const until = restored.detail['until'];
  const from = typeof until === 'number' ? ` of ${new Date(until).toISOString()}` : '';
  return stop(
    `the journal was restored from a backup${from}: what this run has done since is not in it`,
    null,
    'journal-behind',
  );
}

function unknownGrant(input: TurnInput): Decision | undefined {
  const { ledger } = input;
  for (const grant of ownGrants(input)) {
    if (wasIntended(ledger, grant) && grant.epoch <= ledger.epoch) continue;
    const what =
      grant.epoch > ledger.epoch
        ? `under epoch ${grant.epoch}, of which it has ${ledger.epoch}`
        : 'and the journal has no intent of it';
    const reason = `the journal is older than what was done: the address of ${grant.host.name} is ${grant.state} at the media server, ${what}`;
    return stop(reason, grant.host.uuid, 'journal-behind');
  }
  return undefined;
}

/**
 * A host that is being prepared has been down since it was looked at, and no intent of ours accounts for it. Where the media
 * server is as old as the journal, after a snapshot of the whole machine was put back, this is all that tells. Where it still
 * has its old version there are other causes as well: see unasked-reboot.ts.
 */
function unknownReboot(input: TurnInput): Decision | undefined {
  const pool = poolOf(input);
  if (pool === undefined || input.plan.mode === 'manual') return undefined;
  for (const host of input.plan.hosts) {
    const facts = hostByUuid(pool, host.uuid);
    const ledger = ledgerOfRound(input.ledger, host.uuid);
    if (facts === undefined || hostPosition(input, host) !== 'preparing') continue;
    if (lastAttempt(ledger, 'reboot-host', host.uuid) !== undefined) continue;
    const what = isAtTarget(input.plan.medium.target, facts.versions)
      ? 'runs the target already'
      : hasBooted(ledger, facts) && !isVersionOf(host.from, facts.versions)
        ? 'has booted since it was rechecked, with another version'
        : undefined;
    if (what === undefined) continue;
    const reason = `${host.name} ${what}, and the journal has no reboot of it: it is older than what was done, or somebody else was there`;
    return stop(reason, host.uuid, 'journal-behind');
  }
  return undefined;
}

/** Addresses that a host installs from; what was opened for a look at the medium says nothing. */
export function ownGrants({ grants = [], plan }: TurnInput): readonly Grant[] {
  return grants.filter(
    ({ run, host, state }) =>
      run === plan.run && state !== 'probe' && state !== 'proof' && plan.hosts.some(({ uuid }) => uuid === host.uuid),
  );
}

/** What an address was given, by its state. It closes by itself, so that it was opened accounts for that as well. */
const makers = {
  staging: ['open-staging-grant'],
  closed: ['open-staging-grant'],
  armed: ['arm-grant'],
  ended: ['end-grant'],
} as const;

function wasIntended(ledger: Ledger, { id, host, state }: Grant): boolean {
  if (state === 'probe' || state === 'proof') return true;
  const round = roundOf(ledger, host.uuid);
  if (!Array.from({ length: round }, (_, index) => grantIdOf(ledger.run, host.uuid, index + 1)).includes(id)) {
    // A run's probes and proofs of a medium have names of their own.
    return !id.startsWith(`${ledger.run}.${host.uuid}.`);
  }
  const wanted: readonly string[] = makers[state];
  return ledger.attempts.some(({ request }) => wanted.includes(request.effect) && request.detail['grant'] === id);
}
