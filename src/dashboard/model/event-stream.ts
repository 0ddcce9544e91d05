/** Server-sent events out of the text of a response: by hand, since the browser's own class tells no status and no heartbeat. */

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

export interface EventParser {
  /** Takes what has come and gives the events that are whole. */
  push(text: string): readonly StreamEvent[];
}

export function eventParser(): EventParser {
  let rest = '';
  let event = '';
  let data: string[] = [];
  return {
    push: (text) => {
      const done: StreamEvent[] = [];
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.map((each) => each.replace(/\r$/, ''))) {
        if (line === '') {
          if (data.length > 0) done.push({ event: event === '' ? 'message' : event, data: data.join('\n') });
          event = '';
          data = [];
        } else if (line.startsWith('event:')) event = line.slice(6).trim();
        else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
      }
      return done;
    },
  };
}

/** Waits between two attempts, in milliseconds: soon at first, then patiently. */
export function backoff(attempt: number): number {
  return Math.min(10_000, 500 * 2 ** Math.min(attempt, 6));
}
