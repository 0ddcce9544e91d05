/** Which medium is the next to be hashed again: the one whose last hashing is the longest ago. */
import type { Milliseconds } from '../../shared/clock.js';
import { listMedia, type StoredMedium } from '../list-media.js';

export interface NextCheck {
  readonly id: string;
  /** When it was last hashed: at its import at the latest. */
  readonly last: Milliseconds;
}

/** Undefined when there are no media. @throws STATE_CORRUPT, MEDIA_STORE_NEWER */
export async function nextCheck(options: { readonly mediaCache: string }): Promise<NextCheck | undefined> {
  const dates = (await listMedia(options)).map((medium) => ({ id: medium.manifest.id, last: lastHashed(medium) }));
  return dates.reduce<NextCheck | undefined>(
    (oldest, one) => (oldest === undefined || one.last < oldest.last ? one : oldest),
    undefined,
  );
}

/** Import hashes every file as it writes it. */
function lastHashed({ manifest, lastCheck }: StoredMedium): Milliseconds {
  return lastCheck?.checkedAt ?? manifest.importedAt;
}
