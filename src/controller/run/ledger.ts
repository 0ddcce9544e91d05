/**
 * The journal of a run, folded: which effects were begun, done and confirmed, what was noted, what people asked for. It is
 * rebuilt from the records each turn, so that there is no memory that a crash could lose.
 */
import type { RunState } from '../../contract/run-status.js';
import { runStates } from '../../contract/run-status.js';
import type { JournalRecord } from '../../journal/journal.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { effectNames, type EffectName, type EffectRequest } from '../effects/effect.js';

/** One attempt at an effect. */
export interface Attempt {
  readonly request: EffectRequest;
  readonly attempt: number;
  /** Sequence of the intent's record. */
  readonly sequence: number;
  readonly intendedAt: number;
  actedAt: number | null;
  handle: string | null;
  outcome: {
    readonly result: 'confirmed' | 'failed' | 'unknown';
    readonly reason: string;
    readonly at: number;
    readonly sequence: number;
    readonly detail: Readonly<Record<string, unknown>>;
    /** Code of the error that it failed with, where there was one. */
    readonly error?: string;
  } | null;
}

export interface Note {
  readonly sequence: number;
  readonly at: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Command {
  readonly sequence: number;
  readonly at: number;
  readonly command: string;
  readonly by: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Ledger {
  readonly run: string;
  readonly state: RunState;
  readonly stateReason: string;
  readonly stateSince: number;
  readonly stateDetail: Readonly<Record<string, unknown>>;
  /** Sequence of the record that set the state. */
  readonly stateSequence: number;
  readonly epoch: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** When the last record was written: waits that no record belongs to are counted from here. */
  readonly lastRecordAt: number;
  /** The attempt that has no outcome yet: there is at most one. */
  readonly open: Attempt | undefined;
  readonly attempts: readonly Attempt[];
  readonly notes: ReadonlyMap<string, Note>;
  readonly commands: readonly Command[];
}

/** What was folded last, by the list of records: a run that waits looks at the same journal every second. */
const folded = new WeakMap<readonly JournalRecord[], { readonly length: number; readonly ledger: Ledger }>();

/** A journal only grows: a list of the same length is the same. @throws JOURNAL_FORMAT_UNKNOWN of a word that a newer version wrote */
export function foldJournal(run: string, records: readonly JournalRecord[]): Ledger {
  const last = folded.get(records);
  if (last?.length === records.length && last.ledger.run === run) return last.ledger;
  const ledger = fold(run, records);
  folded.set(records, { length: records.length, ledger });
  return ledger;
}

function fold(run: string, records: readonly JournalRecord[]): Ledger {
  const attempts: Attempt[] = [];
  const notes = new Map<string, Note>();
  const commands: Command[] = [];
  let state: Pick<Ledger, 'state' | 'stateReason' | 'stateSince' | 'stateDetail' | 'stateSequence'> = {
    state: 'planned',
    stateReason: 'planned, not started',
    stateSince: records[0]?.at ?? 0,
    stateDetail: {},
    stateSequence: 0,
  };
  let epoch = 0;
  let startedAt: number | null = null;
  let endedAt: number | null = null;
  for (const { sequence, at, entry } of records) {
    switch (entry.type) {
      case 'planned':
      case 'rollout':
        break;
      case 'started':
        epoch = entry.epoch;
        startedAt ??= at;
        break;
      case 'intent':
        attempts.push({
          request: { effect: effectName(run, entry.effect), key: entry.key, detail: entry.detail },
          attempt: entry.attempt,
          sequence,
          intendedAt: at,
          actedAt: null,
          handle: null,
          outcome: null,
        });
        break;
      case 'acted': {
        const attempt = find(attempts, entry.effect, entry.key, entry.attempt);
        if (attempt !== undefined) {
          attempt.actedAt = at;
          attempt.handle = entry.handle;
          if (entry.effect === 'raise-epoch') epoch = Math.max(epoch, Number(entry.handle));
        }
        break;
      }
      case 'outcome': {
        const attempt = find(attempts, entry.effect, entry.key, entry.attempt);
        if (attempt !== undefined) {
          const { result, reason, detail } = entry;
          attempt.outcome = { result, reason, at, sequence, detail, ...errorCode(entry.detail) };
        }
        break;
      }
      case 'noted':
        notes.set(noteKey(entry.what, entry.key), { sequence, at, detail: entry.detail });
        break;
      case 'command':
        commands.push({ sequence, at, command: entry.command, by: entry.by, detail: entry.detail });
        break;
      case 'state':
        state = {
          state: runState(run, entry.state),
          stateReason: entry.reason,
          stateSince: at,
          stateDetail: entry.detail,
          stateSequence: sequence,
        };
        endedAt = state.state === 'done' || state.state === 'aborted' ? at : null;
        break;
    }
  }
  return {
    run,
    ...state,
    epoch,
    startedAt,
    endedAt,
    lastRecordAt: records.at(-1)?.at ?? 0,
    open: attempts.find((attempt) => attempt.outcome === null),
    attempts,
    notes,
    commands,
  };
}

/** The last attempt at an effect; `undefined` when it was never begun. */
export function lastAttempt(ledger: Ledger, effect: EffectName, key: string): Attempt | undefined {
  return ledger.attempts.findLast((attempt) => attempt.request.effect === effect && attempt.request.key === key);
}

export function wasConfirmed(ledger: Ledger, effect: EffectName, key: string): boolean {
  return lastAttempt(ledger, effect, key)?.outcome?.result === 'confirmed';
}

export function everConfirmed(ledger: Ledger, effect: EffectName, key: string): boolean {
  return ledger.attempts.some(
    (attempt) =>
      attempt.request.effect === effect && attempt.request.key === key && attempt.outcome?.result === 'confirmed',
  );
}

export function note(ledger: Ledger, what: string, key: string): Note | undefined {
  return ledger.notes.get(noteKey(what, key));
}

/** How often since the run was last set going, of notes that count themselves (`number`); one of an older version counts as one. */
export function timesNoted(ledger: Ledger, what: string, key: string): number {
  const last = note(ledger, what, key);
  if (last === undefined || last.sequence < ledger.stateSequence) return 0;
  return typeof last.detail['number'] === 'number' ? last.detail['number'] : 1;
}

/** The same of notes in quick succession: where the last one is older than that moment, they are counted anew. */
export function timesNotedLately(ledger: Ledger, what: string, key: string, since: number): number {
  const last = note(ledger, what, key);
  return last === undefined || last.at < since ? 0 : timesNoted(ledger, what, key);
}

/** Commands given since the run took its present state: older ones have had their effect. */
export function commandSince(ledger: Ledger, command: string): Command | undefined {
  return ledger.commands.findLast((given) => given.command === command && given.sequence > ledger.stateSequence);
}

/** A text from a note's detail; empty when there is none. */
export function noteText(found: Note | undefined, name: string): string {
  const value = found?.detail[name];
  return typeof value === 'string' ? value : '';
}

function noteKey(what: string, key: string): string {
  return `${what} ${key}`;
}

function find(attempts: readonly Attempt[], effect: string, key: string, attempt: number): Attempt | undefined {
  return attempts.findLast(
    (candidate) =>
      candidate.request.effect === effect && candidate.request.key === key && candidate.attempt === attempt,
  );
}

function errorCode(detail: Readonly<Record<string, unknown>>): { error?: string } {
  const error = detail['error'];
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? { error: code } : {};
}

function effectName(run: string, text: string): EffectName {
  return effectNames.find((candidate) => candidate === text) ?? refuse(run, 'an effect', text);
}

function runState(run: string, text: string): RunState {
  return runStates.find((candidate) => candidate === text) ?? refuse(run, 'a state', text);
}

function refuse(run: string, what: string, found: string): never {
  const expected = `${what} that this version knows`;
  throw new DrydockError('JOURNAL_FORMAT_UNKNOWN', {
    attempted: 'reading the records of',
    subject: run,
    expected,
    found,
  });
}

/** How often this host has been begun: a host that came back un-upgraded is begun anew only by a person's retry. */
export function roundOf(ledger: Ledger, host: string): number {
  const round = note(ledger, 'round', host)?.detail['number'];
  return typeof round === 'number' ? round : 1;
}

/** The ledger as the present round of a host sees it: what earlier rounds did to that host does not count. */
export function ledgerOfRound(ledger: Ledger, host: string): Ledger {
  const begun = note(ledger, 'round', host)?.sequence ?? 0;
  const notes = [...ledger.notes].filter(([key, { sequence }]) => !key.endsWith(` ${host}`) || sequence >= begun);
  return {
    ...ledger,
    attempts: ledger.attempts.filter(({ request, sequence }) => request.key !== host || sequence > begun),
    notes: new Map(notes),
  };
}
