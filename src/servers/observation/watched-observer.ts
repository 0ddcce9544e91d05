/** An observer that tells a watcher as well: the one place where requests become records. */
import type { Clock } from '../../shared/clock.js';
import type { RequestObserver } from '../site/resolution.js';
import type { RequestEnd, RequestRecord, RequestWatcher } from './request-record.js';
import { shownInside, shownPath } from './shown-path.js';

export interface WatchedRequest {
  readonly at: number;
  readonly protocol: RequestRecord['protocol'];
  readonly client: string;
  /** As it was asked; looked at only where the tree knows no better. */
  readonly path: () => readonly string[] | undefined;
}

type Outcome = Parameters<RequestObserver['done']>[0];

export class WatchedObserver implements RequestObserver, RequestEnd {
  #announced = false;
  #outcome: Outcome | undefined;

  constructor(
    private readonly inner: RequestObserver,
    private readonly request: WatchedRequest,
    private readonly watcher: RequestWatcher,
    private readonly clock: Clock,
  ) {}

  get protocol(): RequestRecord['protocol'] {
    return this.request.protocol;
  }

  get status(): number {
    return this.#outcome?.status ?? 0;
  }

  get bytes(): number {
    return this.#outcome?.bytes ?? 0;
  }

  begun(status: number): void {
    this.#announced = true;
    this.watcher.begun(this.protocol);
    this.inner.begun(status);
  }

  flowed(bytes: number): void {
    this.watcher.flowed(this.protocol, bytes);
    this.inner.flowed(bytes);
  }

  done(outcome: Outcome): void {
    this.inner.done(outcome);
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.watcher.ended(this, this.#announced);
  }

  record(): RequestRecord {
    const { at, protocol, client, path } = this.request;
    const { status, bytes } = this;
    const { subject } = this.inner;
    return {
      ...{ at, protocol, client, status, bytes, grant: subject?.grant ?? null, medium: subject?.medium ?? null },
      path: subject === undefined ? shownPath(path()) : shownInside(subject.path),
      duration: Math.max(0, this.clock.now() - at),
      outcome: this.#outcome?.complete === true ? 'complete' : status >= 500 ? 'failed' : 'broken-off',
    };
  }
}
