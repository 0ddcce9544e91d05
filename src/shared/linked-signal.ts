/**
 * A signal that is aborted when any of several is, and that can be let go of. AbortSignal.any keeps a weak reference in
 * each of its sources for as long as they live: a session of days, asked every second, collects them without end.
 */
import { setMaxListeners } from 'node:events';
import { abortReason } from './clock.js';

export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Forgets the sources; the signal is not aborted by them any more. */
  readonly release: () => void;
}

export function linkSignals(...sources: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const linked = new AbortController();
  // One listener for each thing under way is no leak.
  setMaxListeners(0, linked.signal);
  const release = linkTo(linked, sources);
  return { signal: linked.signal, release };
}

/** Aborts the controller with the first of the sources. @returns what forgets them */
export function linkTo(controller: AbortController, sources: readonly (AbortSignal | undefined)[]): () => void {
  const listening = sources.filter((source) => source !== undefined);
  // Nor is one on the signal of the caller, who may ask a dozen things at once: each listener goes when its thing is over.
  if (listening.length > 0) setMaxListeners(0, ...listening);
  const aborts = listening.map((source) => () => controller.abort(abortReason(source)));
  for (const [index, source] of listening.entries()) {
    const abort = aborts[index];
    if (abort === undefined) continue;
    if (source.aborted) abort();
    else source.addEventListener('abort', abort, { once: true });
  }
  return () => {
    for (const [index, source] of listening.entries()) {
      const abort = aborts[index];
      if (abort !== undefined) source.removeEventListener('abort', abort);
    }
  };
}
