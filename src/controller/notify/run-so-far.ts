/** What an event says of the run as a whole: who it is about and how far it has come, from the records up to a moment; pure. */
import { hostFailures, runStates, type HostFailure, type RunState } from '../../contract/run-status.js';
import type { JournalRecord } from '../../journal/journal.js';
import type { Plan } from '../planning/plan.js';
import { withoutSecrets } from '../report/without-secrets.js';
import type { EventKind, EventSeverity, RunEvent } from './run-event.js';

/** A run that is told of. */
export interface ToldRun {
  readonly plan: Plan;
  /** The name under which its pool was added. */
  readonly knownAs: string;
}

/** What is particular to one event. */
export interface Happening {
  /** Added to the run's id; unique within the run. */
  readonly id: string;
  readonly at: number;
  readonly kind: EventKind;
  readonly severity: EventSeverity;
  readonly title: string;
  readonly text?: string;
  readonly nextAction?: string | null;
  /** uuid of a host of the plan. */
  readonly host?: string | null;
  readonly failure?: HostFailure | null;
}

/** @param records the run's, up to the moment of the event */
export function eventOf(run: ToldRun, records: readonly JournalRecord[], happening: Happening): RunEvent {
  const { plan, knownAs } = run;
  const host = plan.hosts.find(({ uuid }) => uuid === happening.host);
  const { nextAction = null } = happening;
  return {
    id: `${plan.run}.${happening.id}`,
    at: happening.at,
    kind: happening.kind,
    severity: happening.severity,
    run: plan.run,
    pool: { knownAs, name: plan.pool.name, uuid: plan.pool.uuid },
    medium: plan.medium.id,
    title: oneLine(withoutSecrets(happening.title)),
    text: withoutSecrets(happening.text ?? ''),
    nextAction: nextAction === null ? null : withoutSecrets(nextAction),
    host: host === undefined ? null : { uuid: host.uuid, name: host.name },
    failure: happening.failure ?? null,
    state: stateAfter(records),
    hosts: countsOf(plan, records),
  };
}

/** The state that the records lead to. */
export function stateAfter(records: readonly JournalRecord[]): RunState {
  const last = records.findLast(({ entry }) => entry.type === 'state')?.entry;
  return runStates.find((state) => last?.type === 'state' && state === last.state) ?? 'planned';
}

export function countsOf(plan: Plan, records: readonly JournalRecord[]): RunEvent['hosts'] {
  const ends = { 'host-done': 0, skipped: 0, 'given-up': 0 };
  for (const { uuid } of plan.hosts) {
    const end = records.findLast(({ entry }) => entry.type === 'noted' && entry.key === uuid && entry.what in ends);
    if (end?.entry.type === 'noted') ends[end.entry.what as keyof typeof ends] += 1;
  }
  return { total: plan.hosts.length, done: ends['host-done'], skipped: ends.skipped, givenUp: ends['given-up'] };
}

export function failureNamed(value: unknown): HostFailure | null {
  return hostFailures.find((failure) => failure === value) ?? null;
}

export function hostName({ plan }: ToldRun, uuid: string): string {
  return plan.hosts.find((host) => host.uuid === uuid)?.name ?? uuid;
}

/** Names come from the pool; a title stands in a subject line. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
