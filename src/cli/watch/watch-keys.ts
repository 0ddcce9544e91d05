/** What each key does to the picture, and which command it gives: pure, so that every key can be tried without a terminal. */
import type { KeyCommand, WatchState } from './watch-state.js';

export interface KeyOutcome {
  readonly state: WatchState;
  /** Given after the person said yes. */
  readonly command?: KeyCommand;
  readonly leave?: true;
}

const commands: Readonly<Record<string, KeyCommand>> = { p: 'pause', r: 'resume', a: 'approve' };

/** What a yes would do, in the words of the question. */
export const questions: Readonly<Record<KeyCommand, string>> = {
  pause: 'Pause before the next step? A host that is installing is waited for first.',
  resume: 'Resume the run?',
  approve: 'Approve the next host?',
};

const page = 10;
const scrolling: Readonly<Record<string, number>> = { up: 1, down: -1, pageup: page, pagedown: -page };

/** @param key the name of the key, as node's readline gives it */
export function pressed(state: WatchState, key: string): KeyOutcome {
  if (state.asked !== null) return answered(state, state.asked, key);
  const quiet = { ...state, told: '' };
  if (key === 'q' || key === 'escape') return { state: quiet, leave: true };
  if (key === 'end') return { state: { ...quiet, scrolledBack: 0 } };
  const lines = scrolling[key];
  if (lines !== undefined) return { state: { ...quiet, scrolledBack: scrolled(state, lines) } };
  const command = commands[key];
  return { state: command === undefined ? quiet : { ...quiet, asked: command } };
}

function answered(state: WatchState, command: KeyCommand, key: string): KeyOutcome {
  const settled = { ...state, asked: null };
  if (key === 'y') return { state: { ...settled, told: `${command}: asked for` }, command };
  return { state: { ...settled, told: `${command}: not given` } };
}

function scrolled({ scrolledBack, events }: WatchState, lines: number): number {
  return Math.min(Math.max(0, scrolledBack + lines), Math.max(0, events.length - 1));
}
