/** Least, median and most of what several runs measured. */
import type { Spread } from '../../contract/rehearsal.js';

/** Null of nothing. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = [...values].sort((left, right) => left - right);
  const [least] = sorted;
  const most = sorted.at(-1);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (least === undefined || most === undefined || lower === undefined || upper === undefined) return null;
  return { least, median: Math.round((lower + upper) / 2), most };
}
