/** A catalogue that looks at the disk a few times a second, not at every request: it asks whether a medium was replaced. */
import type { MediaCatalogue, Medium } from '../../media/catalogue.js';
import type { Clock } from '../../shared/clock.js';
import type { SiteCatalogue } from './site.js';
import type { Soon } from './soon.js';

interface Look {
  readonly at: number;
  /** Shared by all who ask meanwhile. */
  medium: Soon<Medium | undefined>;
}

/** Milliseconds; a request that came this much earlier would have seen the medium as it was, too. */
const fresh = 100;

/** Names that clients make up must not fill the memory. */
const mostLooks = 1000;

export function recentCatalogue(catalogue: MediaCatalogue, clock: Pick<Clock, 'now'>): SiteCatalogue {
  const looks = new Map<string, Look>();
  return {
    list: () => catalogue.list(),
    open: (name) => {
      const now = clock.now();
      const last = looks.get(name);
      // A clock that was set back must not keep a look for ever.
      if (last !== undefined && now >= last.at && now - last.at < fresh) return last.medium;
      if (looks.size >= mostLooks) looks.clear();
      const opening = catalogue.open(name);
      const look: Look = { at: now, medium: opening };
      looks.set(name, look);
      return opening.then((medium) => (look.medium = medium));
    },
  };
}
