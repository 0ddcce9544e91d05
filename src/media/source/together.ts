/** Work that goes on side by side: the first failure stops the rest, and nothing runs on when it is told. */

/** @throws the first failure, once all have ended; the signal's reason */
export async function together<T>(
  signal: AbortSignal | undefined,
  works: readonly ((signal: AbortSignal) => Promise<T>)[],
): Promise<T[]> {
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const results = await Promise.allSettled(
    works.map(async (work) => {
      try {
        return await work(either);
      } catch (error) {
        stop.abort(error);
        throw error;
      }
    }),
  );
  stop.signal.throwIfAborted();
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Each item once, in their order, a few at a time. */
export async function forEachOf<T>(
  items: Iterable<T>,
  options: { readonly atOnce: number; readonly signal: AbortSignal | undefined },
  act: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const work = async (signal: AbortSignal): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      signal.throwIfAborted();
      await act(next.value, signal);
    }
  };
  await together(
    options.signal,
    Array.from({ length: options.atOnce }, () => work),
  );
}
