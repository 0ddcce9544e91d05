/** The tree that HTTP and FTP show: `/i/<token>/…` for hosts, `/media/<id or alias>/…` for people. */
import type { Medium } from '../../media/catalogue.js';
import type { Clock } from '../../shared/clock.js';
import type { ActivitySink } from '../activity/activity-sink.js';
import type { GrantRecord } from '../grants/grant-record.js';
import { grantTree } from './grant-tree.js';
import { mediumResolution } from './medium-tree.js';
import { unobserved, type Asker, type RequestObserver, type Resolution, type Resolve } from './resolution.js';
import { sitePaths } from './site-paths.js';
import { after, type Soon } from './soon.js';

/** What the site asks of the grants: only this, so that a draining worker can answer it from the log alone. */
export interface GrantLookup {
  byToken(token: string): GrantRecord | undefined;
}

/** What the site asks of the catalogue; a medium that was looked at just now may be there at once. */
export interface SiteCatalogue {
  list(): Promise<readonly string[]>;
  open(idOrAlias: string): Soon<Medium | undefined>;
}

export interface SiteParts {
  readonly grants: GrantLookup;
  readonly catalogue: SiteCatalogue;
  readonly activity: ActivitySink;
  readonly clock: Clock;
  /** Names this process in the numbers of its transfers. */
  readonly worker: string;
  /** False switches `/media/` off. */
  readonly publicMedia: boolean;
  /** Ids of media that were not whole when they were last hashed; absent where nobody hashes. */
  readonly damagedMedia?: () => Promise<readonly string[]>;
}

const missing: Resolution = { kind: 'missing', observer: unobserved };

export function createSite(parts: SiteParts): Resolve {
  const underGrant = grantTree(parts);
  return (path: readonly string[], asker: Asker): Soon<Resolution> => {
    const [first, second, ...rest] = path;
    switch (first) {
      case undefined:
        return folder(parts.publicMedia ? [sitePaths.media] : [], parts.publicMedia);
      case sitePaths.grants:
        // The folder of the grants exists, so that a client may step through it, but it never tells their names.
        return second === undefined ? folder([], false) : underGrant(second, rest, asker);
      case sitePaths.media:
        if (!parts.publicMedia) return missing;
        return second === undefined ? allMedia(parts.catalogue) : plainMedium(parts, second, rest);
      case sitePaths.alive:
        return second === undefined ? { kind: 'text', status: 200, text: 'alive' } : missing;
      case sitePaths.ready:
        return second === undefined ? readiness(parts) : missing;
      default:
        return missing;
    }
  };
}

/**
 * Ready means that the store can be read and that nothing in it was found damaged: without the one every request would be a
 * lie, with the other a host may install from a lie. Everything is served all the same. No medium is named: anybody may ask.
 */
async function readiness({ catalogue, damagedMedia }: SiteParts): Promise<Resolution> {
  try {
    const [media, damaged] = await Promise.all([catalogue.list(), damagedMedia?.() ?? []]);
    if (damaged.length === 0) return { kind: 'text', status: 200, text: `ready, ${media.length} media` };
    return { kind: 'text', status: 503, text: `${damaged.length} of ${media.length} media found damaged` };
  } catch {
    return { kind: 'text', status: 503, text: 'the media store cannot be read' };
  }
}

async function allMedia(catalogue: SiteCatalogue): Promise<Resolution> {
  return folder(await catalogue.list(), true);
}

function plainMedium(parts: SiteParts, name: string, rest: readonly string[]): Soon<Resolution> {
  return after(parts.catalogue.open(name), (medium) => {
    if (medium === undefined) return missing;
    return mediumResolution(medium, rest, { isVisible: () => true, browsable: true, observe: subjectOnly(medium) });
  });
}

/** Nobody follows what people read; who and what is for the access log. */
function subjectOnly({ manifest }: Medium): (path: string) => RequestObserver {
  return (path) => ({ ...unobserved, subject: { grant: null, medium: manifest.id, path } });
}

function folder(names: readonly string[], browsable: boolean): Resolution {
  const entries = names.map((name) => ({ name, kind: 'folder' as const, size: 0, modified: 0 }));
  return { kind: 'folder', browsable, entries: () => Promise.resolve(entries) };
}
