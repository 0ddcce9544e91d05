/** A pool may have several windows: whether a turn may be begun in any of them, and when the next one opens. */
import { describeInstant } from './time-zone.js';
import { describeWindow, type Window } from './window.js';
import { mayBegin } from './window-fit.js';

export type WindowsVerdict =
  | { readonly verdict: 'begin' }
  | { readonly verdict: 'wait'; readonly until: number; readonly why: 'closed' | 'too-late'; readonly text: string }
  | { readonly verdict: 'never'; readonly text: string };

/** @param longest milliseconds that the turn may last; no windows: at any time */
export function mayBeginIn(windows: readonly Window[], longest: number, now: number): WindowsVerdict {
  if (windows.length === 0) return { verdict: 'begin' };
  const verdicts = windows.map((window) => ({ window, ...mayBegin(longest, window, now) }));
  if (verdicts.some(({ verdict }) => verdict === 'begin')) return { verdict: 'begin' };
  const [next] = verdicts
    .flatMap((one) => (one.verdict === 'wait' ? [one] : []))
    .sort((left, right) => left.until - right.until);
  const minutes = Math.ceil(longest / 60_000);
  if (next === undefined) {
    const all = windows.map(describeWindow).join('; ');
    return { verdict: 'never', text: `no window is left that has ${minutes} min in it (${all})` };
  }
  const opens = `${describeWindow(next.window)} opens ${describeInstant(next.until, next.window.zone)}`;
  const tooLate = verdicts.some((one) => one.verdict === 'wait' && one.why === 'too-late');
  return tooLate
    ? {
        verdict: 'wait',
        until: next.until,
        why: 'too-late',
        text: `its ${minutes} min do not fit before its window closes; ${opens}`,
      }
    : { verdict: 'wait', until: next.until, why: 'closed', text: `outside its window; ${opens}` };
}
