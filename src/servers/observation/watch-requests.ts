/** Puts a watcher around HTTP answers and around the tree that FTP asks. */
import type { Clock } from '../../shared/clock.js';
import type { Around } from '../http/around.js';
import { parseTarget } from '../http/request-target.js';
import type { Resolve } from '../site/resolution.js';
import { after } from '../site/soon.js';
import type { RequestWatcher } from './request-record.js';
import { WatchedObserver } from './watched-observer.js';

/** @param inner what else stands around the answer; its refusals are watched too */
export function watchHttp(watcher: RequestWatcher, clock: Clock, inner: Around): Around {
  return (request, answer) => {
    const at = clock.now();
    const { client, target } = request;
    const path = (): readonly string[] | undefined => parseTarget(target)?.components;
    return after(inner(request, answer), (given) => ({
      ...given,
      observer: new WatchedObserver(given.observer, { at, protocol: 'http', client, path }, watcher, clock),
    }));
  };
}

/** Looking up records nothing; what FTP tells of a file, or of its absence, does. */
export function watchFtp(resolve: Resolve, watcher: RequestWatcher, clock: Clock): Resolve {
  return (path, asker) => {
    const at = clock.now();
    const { client } = asker;
    return after(resolve(path, asker), (found) => {
      if (found.kind !== 'file' && found.kind !== 'missing') return found;
      const request = { at, protocol: 'ftp', client, path: () => path } as const;
      return { ...found, observer: new WatchedObserver(found.observer, request, watcher, clock) };
    });
  };
}
