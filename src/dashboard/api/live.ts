/** The stream of events, opened again whenever it breaks; silence for longer than two heartbeats counts as broken. */
import { backoff, eventParser, type StreamEvent } from '../model/event-stream.js';

export interface LiveListener {
  /** The stream is open (again): everything may have changed meanwhile. */
  opened(): void;
  event(event: StreamEvent): void;
  /** Told once for each time it is lost. */
  lost(): void;
  /** Nobody is signed in any more. */
  signedOut(): void;
}

export interface Live {
  close(): void;
}

/** Heartbeats come each 15 s. */
const longestSilence = 40_000;

export function openLive(listener: LiveListener): Live {
  const closing = new AbortController();
  void keepOpen(listener, closing.signal);
  return { close: () => closing.abort() };
}

async function keepOpen(listener: LiveListener, closed: AbortSignal): Promise<void> {
  const isClosed = (): boolean => closed.aborted;
  let attempt = 0;
  while (!isClosed()) {
    const end = await readOnce(listener, closed, () => (attempt = 0));
    if (isClosed()) return;
    if (end === 'signed-out') {
      listener.signedOut();
      return;
    }
    listener.lost();
    await pause(backoff(attempt), closed);
    attempt += 1;
  }
}

type End = 'broken' | 'signed-out';

async function readOnce(listener: LiveListener, closed: AbortSignal, opened: () => void): Promise<End> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), longestSilence);
  try {
    const response = await fetch('v1/events', {
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
      signal: AbortSignal.any([closed, silence.signal]),
    });
    if (response.status === 401) return 'signed-out';
    if (!response.ok || response.body === null) return 'broken';
    opened();
    listener.opened();
    const parser = eventParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    while (true) {
      const { done, value } = await reader.read();
      if (done) return 'broken';
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), longestSilence);
      for (const event of parser.push(value)) {
        if (event.event === 'signed-out') return 'signed-out';
        listener.event(event);
      }
    }
  } catch {
    // Whatever broke it: it is opened again.
    return 'broken';
  } finally {
    clearTimeout(timer);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
    // A laptop that wakes up, or a network that is back, need not wait.
    addEventListener('online', () => resolve(), { once: true });
  });
}
