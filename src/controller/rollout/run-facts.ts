/** What rollouts look at of a run: derived from its journal, so that it is the same after any crash. */
import type { RunState } from '../../contract/run-status.js';
import type { Plan } from '../planning/plan.js';
import { isBegunAnewByItself, isFinished } from '../run/host-position.js';
import { commandSince, lastAttempt, ledgerOfRound, note, type Ledger } from '../run/ledger.js';

export interface RunFacts {
  readonly run: string;
  readonly state: RunState;
  readonly reason: string;
  /** Sequence of the record that set the state; 0 while planned. */
  readonly stateSequence: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly hosts: { readonly total: number; readonly finished: number };
  /** Commands that it was given and has not carried out yet. */
  readonly asked: { readonly start: boolean; readonly abort: boolean };
  /** 1 while one of its hosts is out of service for the upgrade, or about to be; a run never has more. */
  readonly hostsAtWork: 0 | 1;
}

export function runFacts(plan: Plan, ledger: Ledger): RunFacts {
  return {
    run: plan.run,
    state: ledger.state,
    reason: ledger.stateReason,
    stateSequence: ledger.stateSequence,
    startedAt: ledger.startedAt,
    endedAt: ledger.endedAt,
    hosts: { total: plan.hosts.length, finished: plan.hosts.filter(({ uuid }) => isFinished(ledger, uuid)).length },
    asked: {
      start: commandSince(ledger, 'start') !== undefined,
      abort: commandSince(ledger, 'abort') !== undefined,
    },
    hostsAtWork: plan.hosts.some(({ uuid }) => isAtWork(ledger, uuid)) ? 1 : 0,
  };
}

/**
 * From the record that lets it be disabled until it is in service and assessed. A stopped run waits for a person, who may
 * take days: its host is broken rather than at work, and the failure budget is what answers for it.
 */
function isAtWork(whole: Ledger, host: string): boolean {
  if (!['running', 'undoing', 'paused', 'waiting'].includes(whole.state)) return false;
  const ledger = ledgerOfRound(whole, host);
  if (isFinished(ledger, host) || note(ledger, 'assessed', host) !== undefined) return false;
  const disabled = lastAttempt(ledger, 'disable-host', host) !== undefined || isBegunAnewByItself(ledger, host);
  return disabled || (whole.state === 'running' && note(ledger, 'rechecked', host) !== undefined);
}
