/** What a person who watches a run full-screen sees and has pressed: a value, changed by pure functions alone. */
import type { RunCommandName } from '../../contract/control.js';
import type { RunStatus } from '../../contract/run-status.js';

export interface WatchEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

/** The commands that one key can give; those that take a host or a reason are given by name. */
export type KeyCommand = Extract<RunCommandName, 'pause' | 'resume' | 'approve'>;

export interface WatchState {
  /** Undefined until the first answer has come. */
  readonly run: RunStatus | undefined;
  /** The oldest first; bounded. */
  readonly events: readonly WatchEvent[];
  /** How many lines the view is scrolled back from the newest event. */
  readonly scrolledBack: number;
  /** Which command waits for a yes. */
  readonly asked: KeyCommand | null;
  /** What became of the last command; shown until the next key. */
  readonly told: string;
  /** Since when the controller does not answer. */
  readonly lostSince: number | null;
}

/** Enough for a night; older ones are in the journal. */
const mostEvents = 2000;

export const noWatchState: WatchState = {
  run: undefined,
  events: [],
  scrolledBack: 0,
  asked: null,
  told: '',
  lostSince: null,
};

/** A new picture has come, and with it what is new in it. */
export function withPicture(state: WatchState, run: RunStatus, news: readonly string[], at: number): WatchState {
  const events = [...state.events, ...news.map((text) => ({ at, text }))].slice(-mostEvents);
  // Who reads back is not moved by what comes.
  const scrolledBack = state.scrolledBack === 0 ? 0 : state.scrolledBack + news.length;
  return { ...state, run, events, scrolledBack, lostSince: null };
}

export function withoutAnswer(state: WatchState, at: number): WatchState {
  return { ...state, lostSince: state.lostSince ?? at };
}
