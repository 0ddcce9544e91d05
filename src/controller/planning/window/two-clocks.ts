/**
 * Whether a turn may be begun in a window, where a clock may be wrong. The clock of a machine is put forward by a time server
 * that errs, by a person, by a guest that resumes, and then opens a window in the middle of the working day. So a window is
 * taken as open only when the pool's own clocks say so too. Pure.
 */
import { mayBeginIn, type WindowsVerdict } from './several-windows.js';
import type { Window } from './window.js';

export interface TwoClocks {
  /** What the clock of the controller's machine shows now; not a time that never goes back. */
  readonly own: number;
  /** What the hosts' clocks show; undefined: they have not told it, or a person has said that they are wrong. */
  readonly pool: number | undefined;
}

export type ClocksVerdict = WindowsVerdict | { readonly verdict: 'doubtful'; readonly text: string };

/** As the assessment clock-skew has it: less is no reason to doubt. */
export const clocksAgreeWithin = 5 * 60_000;

/** @param longest milliseconds that the turn may last; no windows: at any time */
export function mayBeginByClocks(windows: readonly Window[], longest: number, { own, pool }: TwoClocks): ClocksVerdict {
  const byOwn = mayBeginIn(windows, longest, own);
  if (pool === undefined || Math.abs(own - pool) <= clocksAgreeWithin) return byOwn;
  const byPool = mayBeginIn(windows, longest, pool);
  // Where both say the same, it does not matter which of them is wrong.
  if (byOwn.verdict === byPool.verdict) return byOwn;
  return { verdict: 'doubtful', text: doubt(own, pool, byOwn, byPool) };
}

function doubt(own: number, pool: number, byOwn: WindowsVerdict, byPool: WindowsVerdict): string {
  const minutes = Math.round(Math.abs(own - pool) / 60_000);
  const apart = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  const says = { begin: 'open', wait: 'closed', never: 'gone by' };
  return (
    `the clock of this machine shows ${utc(own)}, ${apart} ${own > pool ? 'ahead of' : 'behind'} those of the pool (${utc(pool)}); ` +
    `by it the window is ${says[byOwn.verdict]}, by theirs ${says[byPool.verdict]}. Nothing is begun until they agree: set the clock that is wrong`
  );
}

function utc(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
