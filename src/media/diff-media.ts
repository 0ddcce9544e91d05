/** `media diff`: what changes for a host between two published media, read from the metadata that were verified at import. */
import { compareContents, type MediaDiff } from './diff/compare-contents.js';
import { readContents, type MediumContents } from './diff/medium-contents.js';
import { showMedium } from './list-media.js';
import { mediaStore, treeFolderOf } from './store/media-store.js';
import { storedTree } from './store/stored-tree.js';

/**
 * @param options ids or aliases; what is on the right and not on the left is added
 * @throws MEDIA_NOT_FOUND, STATE_CORRUPT, MEDIA_METADATA_INVALID, MEDIA_DIGEST_MISMATCH, FILE_UNREADABLE
 */
export async function diffMedia(options: {
  readonly mediaCache: string;
  readonly left: string;
  readonly right: string;
}): Promise<MediaDiff> {
  const left = await contentsOf(options.mediaCache, options.left);
  return compareContents(left, await contentsOf(options.mediaCache, options.right));
}

async function contentsOf(mediaCache: string, idOrAlias: string): Promise<MediumContents> {
  const { manifest } = await showMedium({ mediaCache, id: idOrAlias });
  return readContents(manifest, storedTree(manifest, treeFolderOf(mediaStore(mediaCache), manifest.id)));
}
