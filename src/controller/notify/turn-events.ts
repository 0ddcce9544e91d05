/**
 * What a turn of a run shows that no record says: that a person is waited for (again and again), that a deadline comes near,
 * that a host fetches slowly. Pure; the ids stay the same from turn to turn, so each is told once.
 */
import type { Grant, GrantNotice } from '../../contract/grants.js';
import { isObservable } from '../../contract/grants.js';
import type { JournalRecord } from '../../journal/journal.js';
import type { Decision, TurnInput, Wait } from '../run/decision.js';
import type { RunEvent } from './run-event.js';
import { eventOf, failureNamed, hostName, type Happening, type ToldRun } from './run-so-far.js';

/** The part of a machine's wait after which its end is near. */
const nearShare = 0.75;

/** Unlike the first host of the run, but nothing to look at in the night: these stand in `upgrade status` alone. */
const quietNotices: readonly GrantNotice['kind'][] = ['missing-request', 'extra-request'];

/** @param remindEvery milliseconds between two announcements of the same wait for a person */
export function turnEvents(
  run: ToldRun,
  records: readonly JournalRecord[],
  input: Pick<TurnInput, 'ledger' | 'grants' | 'now'>,
  decision: Decision,
  remindEvery: number,
): readonly RunEvent[] {
  const happenings = [
    ...(decision.kind === 'wait' ? waiting(run, records, input, decision, remindEvery) : []),
    ...(input.grants ?? []).flatMap((grant) => slow(run, grant, input.now)),
  ];
  return happenings.map((happening) => eventOf(run, records, happening));
}

function waiting(
  run: ToldRun,
  records: readonly JournalRecord[],
  input: Pick<TurnInput, 'ledger' | 'now'>,
  wait: Wait,
  remindEvery: number,
): readonly Happening[] {
  // A restart of the controller is no news for who is waited for.
  const last = records.findLast(({ entry }) => entry.type !== 'started');
  if (last === undefined) return [];
  return wait.for === 'person' ? forPerson(run, input, wait, last, remindEvery) : forMachine(run, input, wait, last.at);
}

function forPerson(
  run: ToldRun,
  { ledger, now }: Pick<TurnInput, 'ledger' | 'now'>,
  wait: Wait,
  last: JournalRecord,
  remindEvery: number,
): readonly Happening[] {
  const number = Math.max(0, Math.floor((now - last.at) / remindEvery));
  const stopped = ledger.state === 'stopped';
  // That it stopped or was paused was told when it happened.
  if (number === 0 && ledger.state !== 'running') return [];
  const since = number === 0 ? '' : ` (since ${Math.round((now - last.at) / 60_000)} min)`;
  const nextAction = ledger.stateDetail['nextAction'];
  return [
    {
      id: `waits.${last.sequence}.${number}`,
      at: now,
      kind: 'waits-for-person',
      severity: stopped ? 'failure' : 'warning',
      title: `${run.plan.pool.name}: the upgrade waits for a person${since}`,
      text: wait.reason,
      nextAction: stopped && typeof nextAction === 'string' ? nextAction : `drydock upgrade status ${run.plan.run}`,
      host: wait.host,
      failure: stopped ? failureNamed(ledger.stateDetail['failure']) : null,
    },
  ];
}

/** Counted from the last record: what is waited for began with it. */
function forMachine(
  run: ToldRun,
  { ledger, now }: Pick<TurnInput, 'ledger' | 'now'>,
  wait: Wait,
  since: number,
): readonly Happening[] {
  if (wait.deadline === null || wait.deadline <= since) return [];
  // At the end of a wait for a window, or for a place, the run goes on.
  if (ledger.state === 'waiting') return [];
  if (now < since + (wait.deadline - since) * nearShare) return [];
  const left = Math.max(0, Math.round((wait.deadline - now) / 60_000));
  const about = wait.host === null ? '' : ` for ${hostName(run, wait.host)}`;
  return [
    {
      id: `near.${wait.host ?? 'pool'}.${Math.round(wait.deadline)}`,
      at: now,
      kind: 'deadline-near',
      severity: 'warning',
      title: `${run.plan.pool.name}: the wait${about} is long; the run stops in ${left} min`,
      text: wait.reason,
      nextAction: `drydock upgrade status ${run.plan.run}`,
      host: wait.host,
    },
  ];
}

function slow(run: ToldRun, grant: Grant, now: number): readonly Happening[] {
  if (!isObservable(grant) || grant.state !== 'armed') return [];
  return grant.progress.notices
    .filter(({ kind }) => !quietNotices.includes(kind))
    .map((notice) => ({
      id: `slow.${grant.host.uuid}.${notice.kind}.${Math.round(notice.since)}`,
      at: now,
      kind: 'slow',
      severity: 'warning',
      title: `${run.plan.pool.name}: ${grant.host.name} is slow`,
      text: notice.text,
      nextAction: `drydock upgrade watch ${run.plan.run}`,
      host: grant.host.uuid,
    }));
}
