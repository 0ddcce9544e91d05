/** Opens what is to be merged into a medium, and the medium with it, as one source. */
import { refused, mergeableFolders } from '../recognise/mergeable-folders.js';
import type { MediaSource, TreeSource } from '../source/media-source.js';
import { mergeSources, type MergedSource, type SourcePart } from '../source/merged-source.js';

/**
 * @param base taken over: closing the result closes it
 * @param open opens the n-th of the other sources
 * @throws MEDIA_MERGE_REFUSED, MEDIA_MERGE_CONFLICT, and what opening and reading throw; then only the base is left open
 */
export async function openWithParts(
  base: MediaSource,
  others: readonly string[],
  open: (source: string, index: number) => Promise<MediaSource>,
  signal: AbortSignal | undefined,
): Promise<MergedSource> {
  const opened: MediaSource[] = [];
  try {
    const parts: SourcePart[] = [];
    const baseTree = requireTree(base).tree;
    for (const [index, other] of others.entries()) {
      const source = await open(other, index);
      opened.push(source);
      parts.push({ source: requireTree(source), folders: await mergeableFolders(baseTree, requireTree(source).tree) });
    }
    return await mergeSources(requireTree(base), parts, signal);
  } catch (error) {
    for (const source of opened) await source.close();
    throw error;
  }
}

function requireTree(source: MediaSource): TreeSource {
  if (source.access === 'tree') return source;
  throw refused(
    `a ${source.kind} archive, which can be looked at only once it is unpacked`,
    'an image, a zip archive or a folder',
  );
}
