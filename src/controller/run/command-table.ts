/** Which command a run takes in which state, and what is told instead where it does not: docs/operating.md shows it. */
import { runCommands, type RunCommandName } from '../../contract/control.js';
import { runStates, type RunState } from '../../contract/run-status.js';

const takenIn: Readonly<Record<RunCommandName, readonly RunState[]>> = {
  start: ['planned'],
  pause: ['running', 'waiting'],
  resume: ['paused'],
  approve: ['running', 'waiting', 'paused', 'stopped'],
  retry: ['stopped'],
  skip: ['running', 'waiting', 'paused', 'stopped'],
  abort: ['planned', 'running', 'waiting', 'paused', 'stopped'],
  'give-up': ['stopped'],
};

/** What a run in this state does take, in words. */
const standsHow: Readonly<Record<RunState, string>> = {
  planned: 'it is planned and not started: drydock upgrade start, or abort',
  running: 'it is running: drydock upgrade pause, skip or abort',
  waiting: 'it is waiting with its next host for its window or its turn: drydock upgrade pause, skip or abort',
  paused: 'it is paused: drydock upgrade resume, skip or abort',
  stopped: 'it is stopped and waits for you: drydock upgrade retry, skip, give-up or abort',
  undoing: 'it is undoing what it changed: wait for its end with drydock upgrade watch',
  aborted: 'it was aborted: plan another one with drydock upgrade plan',
  done: 'it is done: plan another one with drydock upgrade plan',
};

/** Undefined where the command is taken, else why not, with what to do instead. */
export function whyNotTaken(command: RunCommandName, state: RunState): string | undefined {
  return takenIn[command].includes(state) ? undefined : standsHow[state];
}

/** Where the command is taken, for the sentence of its refusal. */
export function statesFor(command: RunCommandName): readonly RunState[] {
  return takenIn[command];
}

/** Every cell, for the docs. */
export function commandTable(): readonly {
  readonly command: RunCommandName;
  readonly cells: Readonly<Record<RunState, boolean>>;
}[] {
  return runCommands.map((command) => ({
    command,
    cells: Object.fromEntries(runStates.map((state) => [state, whyNotTaken(command, state) === undefined])) as Record<
      RunState,
      boolean
    >,
  }));
}
