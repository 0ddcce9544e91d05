/** One answer for all who ask within a few seconds: a question that anybody may ask must not cost a look at the disk each time. */
import type { Clock, Milliseconds } from '../../shared/clock.js';

export function sharedAnswer<T>(
  ask: () => Promise<T>,
  clock: Pick<Clock, 'now'>,
  fresh: Milliseconds,
): () => Promise<T> {
  let last: { readonly at: Milliseconds; readonly answer: Promise<T> } | undefined;
  return () => {
    const now = clock.now();
    // A clock that was set back must not keep an answer for ever.
    if (last === undefined || now < last.at || now - last.at >= fresh) last = { at: now, answer: ask() };
    return last.answer;
  };
}
