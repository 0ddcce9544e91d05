/**
 * Which records of a rollout's journal are worth telling people of, and that a person is waited for, again and again. Pure: after
 * a crash the same records give the same events with the same ids.
 */
import { rolloutStates, type RolloutState } from '../../contract/rollout.js';
import type { JournalEntry, JournalRecord } from '../../journal/journal.js';
import { withoutSecrets } from '../report/without-secrets.js';
import type { RolloutDecision } from '../rollout/rollout-decision.js';
import type { RolloutPlan } from '../rollout/rollout-plan.js';
import type { EventSeverity } from './run-event.js';
import type { RolloutEvent, RolloutEventKind } from './rollout-event.js';
import { oneLine } from './run-so-far.js';

interface Told {
  readonly kind: RolloutEventKind;
  readonly severity: EventSeverity;
  /** After the name of the rollout. */
  readonly title: string;
  readonly text?: string;
  readonly nextAction?: string | undefined;
}

/** @param records all of the rollout up to the one that is looked at, which is the last */
export function rolloutRecordEvent(plan: RolloutPlan, records: readonly JournalRecord[]): RolloutEvent | undefined {
  const record = records.at(-1);
  const told = record === undefined ? undefined : tellRecord(plan, record.entry, records);
  if (record === undefined || told === undefined) return undefined;
  return eventOf(plan, records, { ...told, id: String(record.sequence), at: record.at });
}

/** @param remindEvery milliseconds between two announcements of the same wait for a person */
export function rolloutTurnEvent(
  plan: RolloutPlan,
  records: readonly JournalRecord[],
  { decision, now }: { readonly decision: RolloutDecision; readonly now: number },
  remindEvery: number,
): RolloutEvent | undefined {
  const last = records.at(-1);
  if (last === undefined || decision.kind !== 'wait' || decision.for !== 'person') return undefined;
  const state = stateAfter(records);
  const number = Math.max(0, Math.floor((now - last.at) / remindEvery));
  // That it was planned, paused or stopped was told when it happened; nobody is reminded of a plan.
  if (state === 'planned' || (number === 0 && state !== 'running')) return undefined;
  const since = number === 0 ? '' : ` (since ${Math.round((now - last.at) / 60_000)} min)`;
  return eventOf(plan, records, {
    ...{ id: `waits.${last.sequence}.${number}`, at: now, kind: 'rollout-waits-for-person' },
    severity: state === 'stopped' ? 'failure' : 'warning',
    title: `waits for a person${since}`,
    text: decision.reason,
    nextAction: `drydock rollout status ${plan.rollout}`,
  });
}

function tellRecord(plan: RolloutPlan, entry: JournalEntry, records: readonly JournalRecord[]): Told | undefined {
  switch (entry.type) {
    case 'rollout':
      return {
        ...{ kind: 'rollout-planned', severity: 'info', title: 'is planned' },
        text: `${counted(plan.pools.length, 'pool')} in ${counted(plan.waves.length, 'wave')}. Nothing has begun.`,
        nextAction: `drydock rollout start ${plan.rollout}`,
      };
    case 'state':
      return stateChange(plan, entry, records);
    case 'noted':
      return noted(plan, entry);
    case 'planned':
    case 'started':
    case 'intent':
    case 'acted':
    case 'outcome':
    case 'command':
      return undefined;
  }
}

function stateChange(
  { rollout }: RolloutPlan,
  entry: Extract<JournalEntry, { type: 'state' }>,
  records: readonly JournalRecord[],
): Told | undefined {
  const text = entry.reason;
  switch (entry.state) {
    case 'running':
      return stateAfter(records.slice(0, -1)) === 'planned'
        ? { kind: 'rollout-started', severity: 'info', title: 'has begun', text }
        : { kind: 'rollout-resumed', severity: 'info', title: 'goes on', text };
    case 'paused':
      return {
        ...{ kind: 'rollout-paused', severity: 'notice', title: 'is paused', text },
        nextAction: `drydock rollout resume ${rollout}`,
      };
    case 'stopped':
      return {
        ...{ kind: 'rollout-stopped', severity: 'failure', title: 'has stopped and begins no other pool', text },
        nextAction: `Look at the pools that failed (drydock rollout status ${rollout}), then: drydock rollout resume ${rollout}, or abort.`,
      };
    case 'aborting':
      return { kind: 'rollout-aborting', severity: 'notice', title: 'is being aborted', text };
    case 'aborted':
      return { kind: 'rollout-aborted', severity: 'notice', title: 'was aborted', text };
    case 'done': {
      const isWhole = records.every(({ entry: one }) => failedIn(one).length === 0);
      return { kind: 'rollout-done', severity: isWhole ? 'info' : 'warning', title: 'is done', text };
    }
    default:
      return undefined;
  }
}

function noted(plan: RolloutPlan, entry: Extract<JournalEntry, { type: 'noted' }>): Told | undefined {
  const { detail, key } = entry;
  const reason = textOf(detail['reason']);
  const wave = plan.waves[Number(key)]?.name ?? key;
  switch (entry.what) {
    case 'wave-begun':
      return {
        ...{ kind: 'wave-begun', severity: 'info', title: `begins with ${wave}` },
        text: plan.waves[Number(key)]?.pools.join(', ') ?? '',
      };
    case 'wave-done': {
      const failed = failedIn(entry);
      return {
        ...{ kind: 'wave-done', severity: failed.length === 0 ? 'info' : 'warning', title: `is through with ${wave}` },
        text: failed.length === 0 ? '' : `Not upgraded: ${failed.join(', ')}.`,
      };
    }
    case 'pool-refused':
      return {
        ...{ kind: 'pool-refused', severity: 'warning', title: `could not begin ${key}`, text: reason },
        nextAction: `Mend it, then: drydock rollout retry ${plan.rollout} --pool ${key}`,
      };
    case 'pool-skipped':
      return { kind: 'pool-skipped', severity: 'notice', title: `leaves ${key} out`, text: reason };
    default:
      return undefined;
  }
}

/** The pools that a wave has ended without. */
function failedIn(entry: JournalEntry): readonly string[] {
  if (entry.type !== 'noted' || entry.what !== 'wave-done') return [];
  const { failed } = entry.detail;
  return Array.isArray(failed) ? failed.filter((one) => typeof one === 'string') : [];
}

function eventOf(
  plan: RolloutPlan,
  records: readonly JournalRecord[],
  { title, text = '', nextAction, id, ...told }: Told & { readonly id: string; readonly at: number },
): RolloutEvent {
  return {
    ...told,
    ...{ id: `${plan.rollout}.${id}`, rollout: plan.rollout, name: plan.name },
    pools: plan.pools.map(({ pool }) => pool),
    title: oneLine(withoutSecrets(`Rollout ${plan.name} ${title}`)),
    text: withoutSecrets(text),
    nextAction: nextAction === undefined ? null : withoutSecrets(nextAction),
    state: stateAfter(records),
    waves: { total: plan.waves.length, done: wavesDone(records) },
  };
}

function wavesDone(records: readonly JournalRecord[]): number {
  return records.filter(({ entry }) => entry.type === 'noted' && entry.what === 'wave-done').length;
}

/** The state that the records lead to. */
export function stateAfter(records: readonly JournalRecord[]): RolloutState {
  const last = records.findLast(({ entry }) => entry.type === 'state')?.entry;
  return rolloutStates.find((state) => last?.type === 'state' && state === last.state) ?? 'planned';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
