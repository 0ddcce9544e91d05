/** Whether a run fits into a window, until which host it is safe to begin, and what fits where not all of it does. Pure. */
import type { Range } from '../medium.js';
import { openingAt, type Opening, type Window } from './window.js';

/** One host's whole turn, with its soak: from its recheck until the next may begin. */
export interface TurnDuration {
  readonly uuid: string;
  readonly name: string;
  readonly duration: Range;
}

export interface TurnFit {
  readonly uuid: string;
  readonly name: string;
  /** When it ends if the turns before it take their expected, and when if they and it take their longest time. */
  readonly endsExpected: number;
  readonly endsLatest: number;
  /** The last instant at which it may begin and still end inside, should it take its longest. Before the start: it never fits. */
  readonly latestBegin: number;
  /** surely: inside even if all take their longest. likely: inside if all take what is expected. no: neither. */
  readonly fits: 'surely' | 'likely' | 'no';
}

export interface WindowFit {
  /** The opening that is open, or the next; null when the window does not open any more. */
  readonly opening: Opening | null;
  /** When the first host would begin: now, or when the window opens. */
  readonly begins: number;
  /** Of the whole run. */
  readonly fits: 'surely' | 'likely' | 'no';
  readonly turns: readonly TurnFit[];
  /** How many hosts, from the first, end inside surely, and how many likely. */
  readonly surely: number;
  readonly likely: number;
}

/**
 * Fits turns, one after the other, into the opening that is open at `now` or comes next.
 * @param turns in their order; what is done once before and after the hosts belongs to the first and the last
 */
export function fitWindow(turns: readonly TurnDuration[], window: Window, now: number): WindowFit {
  const opening = openingAt(window, now);
  if (opening === undefined) {
    return { opening: null, begins: now, fits: turns.length === 0 ? 'surely' : 'no', turns: [], surely: 0, likely: 0 };
  }
  const begins = Math.max(now, opening.start);
  const fitted = fitTurns(turns, begins, opening.end);
  // A host that does not fit ends what fits: those after it wait for it.
  const count = (fits: (turn: TurnFit) => boolean): number => {
    const first = fitted.findIndex((turn) => !fits(turn));
    return first === -1 ? fitted.length : first;
  };
  const surely = count((turn) => turn.fits === 'surely');
  const likely = count((turn) => turn.fits !== 'no');
  const all = surely === turns.length ? 'surely' : likely === turns.length ? 'likely' : 'no';
  return { opening, begins, fits: all, turns: fitted, surely, likely };
}

function fitTurns(turns: readonly TurnDuration[], begins: number, end: number): readonly TurnFit[] {
  let expected = begins;
  let latest = begins;
  return turns.map(({ uuid, name, duration }) => {
    expected += duration.expected;
    latest += duration.most;
    const fits = latest <= end ? 'surely' : expected <= end ? 'likely' : 'no';
    return { uuid, name, endsExpected: expected, endsLatest: latest, latestBegin: end - duration.most, fits };
  });
}

export type BeginVerdict =
  | { readonly verdict: 'begin'; readonly opening: Opening }
  /** Not now, but when the window opens (again) at that instant. */
  | { readonly verdict: 'wait'; readonly until: number; readonly why: 'closed' | 'too-late' }
  /** It would not end inside even if it began when the window opens. */
  | { readonly verdict: 'never'; readonly why: 'no-opening' | 'too-short' };

/** Whether a host whose turn may last that long may be begun now, so that it ends while the window is open. */
export function mayBegin(longest: number, window: Window, now: number): BeginVerdict {
  const opening = openingAt(window, now);
  if (opening === undefined) return { verdict: 'never', why: 'no-opening' };
  if (now < opening.start) return fitsWhole(longest, opening, 'closed');
  if (now + longest <= opening.end) return { verdict: 'begin', opening };
  const next = openingAt(window, opening.end);
  if (next !== undefined) return fitsWhole(longest, next, 'too-late');
  return { verdict: 'never', why: longest > opening.end - opening.start ? 'too-short' : 'no-opening' };
}

function fitsWhole(longest: number, opening: Opening, why: 'closed' | 'too-late'): BeginVerdict {
  if (longest > opening.end - opening.start) return { verdict: 'never', why: 'too-short' };
  return { verdict: 'wait', until: opening.start, why };
}
