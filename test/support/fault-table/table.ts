// The table fault × step as data: what is struck, when, and what becomes of the run. Each cell is a scenario; docs/failures.md shows it.
import type { HostFailure } from '../../../src/contract/run-status.js';
import { callCells } from './call-cells.js';
import { hostCells } from './host-cells.js';
import { stepCells } from './step-cells.js';

/** What becomes of the run: it ends well, it stops (because of the host, or of none), or the check refuses it. */
export type Outcome = 'done' | `stopped: ${HostFailure}` | 'stopped' | `refused: ${string}`;

/** When something happens, in the turn of the second host of three. */
export const steps = {
  planned: { at: 'start', means: 'before the check' },
  claimed: { at: 'database-dumped of=coordinator', means: 'before the first host' },
  evacuating: { at: 'evacuation-began of=member-1', means: 'while a member is evacuated' },
  staged: { at: 'staged of=member-1', means: 'when a member is staged' },
  installing: { at: 'installer-began of=member-1', means: 'while a member installs' },
  back: { at: 'host-booted of=member-1', means: 'when a member is back' },
} as const;
export type StepName = keyof typeof steps;

/** The calls of a host's turn, in their order. */
export const calls = {
  claim: { call: 'pool.add_to_other_config', means: 'the claim of the pool' },
  disable: { call: 'host.disable', means: 'taking a host out of service' },
  evacuate: { call: 'Async.host.evacuate', means: 'the evacuation' },
  stage: { call: 'Async.host.call_plugin', means: 'the staging' },
  reboot: { call: 'Async.host.reboot', means: 'the reboot' },
  release: { call: 'pool.remove_from_other_config', means: 'the release of the claim' },
} as const;
export type CallName = keyof typeof calls;

export interface StepRow {
  /** The fault of the simulator, without `at`. */
  readonly fault: string;
  /** As a sentence's subject and verb: "a member loses its power for ten minutes". */
  readonly means: string;
  readonly cells: Readonly<Record<StepName, Outcome>>;
}

export interface CallRow {
  readonly fault: string;
  /** With the call in place of %: "the reply to % is lost". */
  readonly means: string;
  readonly cells: Readonly<Record<CallName, Outcome>>;
}

/** Whose turn it is. */
export const roles = {
  coordinator: { host: 'coordinator', means: 'the coordinator' },
  member: { host: 'member-1', means: 'a member' },
} as const;
export type RoleName = keyof typeof roles;

export interface HostRow {
  readonly fault: string;
  /** With the host in place of %. */
  readonly means: string;
  readonly cells: Readonly<Record<RoleName, Outcome>>;
}

export interface Cell {
  /** As a sentence of the specification. */
  readonly sentence: string;
  readonly fault: string;
  readonly outcome: Outcome;
}

export const stepRows: readonly StepRow[] = stepCells;
export const hostRows: readonly HostRow[] = hostCells;
export const callRows: readonly CallRow[] = callCells;

export function allCells(): readonly Cell[] {
  return [
    ...stepRows.flatMap(({ fault, means, cells }) =>
      (Object.keys(steps) as StepName[]).map((step) => ({
        sentence: `When ${means} ${steps[step].means}, ${becomes(cells[step])}`,
        fault: `${fault} at=${steps[step].at}`,
        outcome: cells[step],
      })),
    ),
    ...hostRows.flatMap(({ fault, means, cells }) =>
      (Object.keys(roles) as RoleName[]).map((role) => ({
        sentence: `When ${means.replace('%', roles[role].means)}, ${becomes(cells[role])}`,
        fault: `${fault} host=${roles[role].host}`,
        outcome: cells[role],
      })),
    ),
    ...callRows.flatMap(({ fault, means, cells }) =>
      (Object.keys(calls) as CallName[]).map((name) => ({
        sentence: `When ${means.replace('%', calls[name].means)}, ${becomes(cells[name])}`,
        fault: `${fault} call=${calls[name].call}`,
        outcome: cells[name],
      })),
    ),
  ];
}

function becomes(outcome: Outcome): string {
  if (outcome === 'done') return 'the upgrade ends well';
  if (outcome.startsWith('refused: ')) return `the upgrade is refused (${outcome.slice('refused: '.length)})`;
  const kind = outcome.slice('stopped: '.length);
  return kind === '' ? 'the upgrade stops' : `the upgrade stops: ${kind}`;
}
