/** Which media were not whole when they were last hashed: what /readyz says to whoever watches this machine. */
import { listMedia } from './list-media.js';
import { isWhole } from './store/checks.js';

/** Ids, sorted. @throws STATE_CORRUPT, MEDIA_STORE_NEWER */
export async function damagedMedia(options: { readonly mediaCache: string }): Promise<readonly string[]> {
  const media = await listMedia(options);
  return media.flatMap(({ manifest, lastCheck }) => (lastCheck === null || isWhole(lastCheck) ? [] : [manifest.id]));
}
