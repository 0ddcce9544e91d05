/** An observer that tells a watcher as well: the one place where requests become records. */
import type { Clock } from '../../shared/clock.js';
import type { RequestObserver } from '../site/resolution.js';
import type { RequestRecord, RequestWatcher } from './request-record.js';
import { shownInside, shownPath } from './shown-path.js';

export interface WatchedRequest {
  readonly at: number;
  readonly protocol: RequestRecord['protocol'];
  readonly client: string;
  /** As it was asked; looked at only where the tree knows no better. */
  readonly path: () => readonly string[] | undefined;
}

export function watchedObserver(
  observer: RequestObserver,
  request: WatchedRequest,
  watcher: RequestWatcher,
  clock: Clock,
): RequestObserver {
  const { protocol, client, at, path: asked } = request;
  let announced = false;
  let over = false;
  return {
    ...observer,
    begun: (status) => {
      announced = true;
      watcher.begun(protocol);
      observer.begun(status);
    },
    flowed: (bytes) => {
      watcher.flowed(protocol, bytes);
      observer.flowed(bytes);
    },
    done: (outcome) => {
      observer.done(outcome);
      if (over) return;
      over = true;
      const { status, bytes, complete } = outcome;
      const { subject } = observer;
      const record: RequestRecord = {
        ...{ at, protocol, client, status, bytes, grant: subject?.grant ?? null, medium: subject?.medium ?? null },
        path: subject === undefined ? shownPath(asked()) : shownInside(subject.path),
        duration: Math.max(0, clock.now() - at),
        outcome: complete ? 'complete' : status >= 500 ? 'failed' : 'broken-off',
      };
      watcher.ended(record, announced);
    },
  };
}
