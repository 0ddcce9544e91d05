/** The sha256 of each file of a source, without writing anything: to compare files of two sources in bounded memory. */
import { createHash } from 'node:crypto';
import type { CopySink, SourceFile, TreeSource } from './media-source.js';

/** By content. @throws what copying throws */
export async function digestContents(
  source: TreeSource,
  files: readonly SourceFile[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const digests = new Map<string, string>();
  const sink: CopySink = {
    signal,
    progress: () => undefined,
    open: (path) => {
      const hash = createHash('sha256');
      return Promise.resolve({
        write: (data: Uint8Array) => {
          hash.update(data);
          return Promise.resolve();
        },
        finish: () => {
          digests.set(contents.get(path) ?? path, hash.digest('hex'));
          return Promise.resolve();
        },
      });
    },
  };
  await source.copy(files, sink);
  return digests;
}
