/** The journal of a rollout, folded: which waves and pools were begun, what was refused, what people asked for. */
import { rolloutStates, type RolloutState } from '../../contract/rollout.js';
import type { JournalRecord } from '../../journal/journal.js';
import { restoredNote } from '../../journal/restored-note.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Command } from '../run/ledger.js';

export interface BegunPool {
  readonly run: string;
  readonly attempt: number;
  readonly at: number;
  readonly sequence: number;
}

/** The run of a pool that could not be planned or started when its turn came. */
export interface Refusal {
  readonly run: string;
  readonly reason: string;
  readonly at: number;
  readonly sequence: number;
}

export interface RolloutLedger {
  readonly state: RolloutState;
  readonly stateReason: string;
  readonly stateSequence: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** By pool, the last attempt. */
  readonly begun: ReadonlyMap<string, BegunPool>;
  readonly refused: ReadonlyMap<string, Refusal>;
  /** Pools that a person has taken out, with the reason. */
  readonly skipped: ReadonlyMap<string, string>;
  /** By number of the wave, from 0. */
  readonly waveBegun: ReadonlyMap<number, number>;
  readonly waveDone: ReadonlyMap<number, { readonly at: number; readonly sequence: number }>;
  readonly commands: readonly Command[];
  /** Failures up to this record were seen by a person, who let the rollout go on. */
  readonly forgivenUpTo: number;
  /** The journal was put back from a backup, whose last record is of that moment; undefined: it never was. */
  readonly restored: { readonly sequence: number; readonly until: number | undefined } | undefined;
}

/** @throws JOURNAL_FORMAT_UNKNOWN of a state that a newer version wrote */
export function foldRollout(records: readonly JournalRecord[]): RolloutLedger {
  let state: Pick<RolloutLedger, 'state' | 'stateReason' | 'stateSequence'> = {
    state: 'planned',
    stateReason: 'planned, not started',
    stateSequence: 0,
  };
  let startedAt: number | null = null;
  let endedAt: number | null = null;
  let forgivenUpTo = 0;
  let restored: RolloutLedger['restored'];
  const begun = new Map<string, BegunPool>();
  const refused = new Map<string, Refusal>();
  const skipped = new Map<string, string>();
  const waveBegun = new Map<number, number>();
  const waveDone = new Map<number, { at: number; sequence: number }>();
  const commands: Command[] = [];
  for (const { sequence, at, entry } of records) {
    if (entry.type === 'command') {
      commands.push({ sequence, at, command: entry.command, by: entry.by, detail: entry.detail });
    }
    if (entry.type === 'state') {
      if (entry.state === 'running') startedAt ??= at;
      if (state.state === 'stopped' && entry.state === 'running') forgivenUpTo = sequence;
      state = { state: rolloutState(entry.state), stateReason: entry.reason, stateSequence: sequence };
      endedAt = isOver(state.state) ? at : null;
    }
    if (entry.type !== 'noted') continue;
    const { key, detail } = entry;
    const text = (name: string): string => (typeof detail[name] === 'string' ? detail[name] : '');
    switch (entry.what) {
      case 'wave-begun':
        waveBegun.set(Number(key), at);
        break;
      case 'wave-done':
        waveDone.set(Number(key), { at, sequence });
        break;
      case 'pool-begun':
        begun.set(key, { run: text('run'), attempt: (begun.get(key)?.attempt ?? 0) + 1, at, sequence });
        skipped.delete(key);
        break;
      case 'pool-refused':
        refused.set(key, { run: text('run'), reason: text('reason'), at, sequence });
        break;
      case 'pool-skipped':
        skipped.set(key, text('reason'));
        break;
      case restoredNote:
        restored = { sequence, until: typeof detail['until'] === 'number' ? detail['until'] : undefined };
        break;
    }
  }
  return {
    ...{ ...state, startedAt, endedAt, begun, refused, skipped },
    ...{ waveBegun, waveDone, commands, forgivenUpTo, restored },
  };
}

export function isOver(state: RolloutState): boolean {
  return state === 'done' || state === 'aborted';
}

/** A command given since the rollout took its present state. */
export function rolloutCommandSince(ledger: RolloutLedger, command: string): Command | undefined {
  return ledger.commands.findLast((given) => given.command === command && given.sequence > ledger.stateSequence);
}

/** What a person has last asked of a pool since it was begun: to try it again, or to leave it out. */
export function wordOn(ledger: RolloutLedger, pool: string): 'retry' | 'skip' | undefined {
  const begunAt = ledger.begun.get(pool)?.sequence ?? 0;
  const word = ledger.commands.findLast(
    ({ command, detail, sequence }) =>
      (command === 'retry' || command === 'skip') && detail['pool'] === pool && sequence > begunAt,
  );
  return word?.command === 'retry' || word?.command === 'skip' ? word.command : undefined;
}

function rolloutState(text: string): RolloutState {
  const state = rolloutStates.find((candidate) => candidate === text);
  if (state !== undefined) return state;
  const expected = 'a state that this version knows';
  throw new DrydockError('JOURNAL_FORMAT_UNKNOWN', { attempted: 'reading a rollout', expected, found: text });
}
