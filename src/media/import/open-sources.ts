/** Opens what the user gave, for an import or a repair: an image alone, or with others that are merged into it. */
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.js';
import type { MediaSource } from '../source/media-source.js';
import { openSource } from '../source/open-source.js';
import type { StoreFiles } from '../store/store-files.js';
import { openWithParts } from './open-parts.js';

export interface OpenSourcesOptions {
  /** A path or an http(s) URL. */
  readonly source: string;
  /** Others whose folders become part of it. */
  readonly with: readonly string[];
  /** A folder that exists; what must be brought here first comes into `spool` in it. */
  readonly staged: string;
  readonly files: StoreFiles;
  readonly onProgress: (bytes: number, totalBytes: number | null) => void;
  readonly clock: Clock | undefined;
  readonly signal: AbortSignal | undefined;
}

/** @throws what opening a source throws, MEDIA_MERGE_REFUSED, MEDIA_MERGE_CONFLICT; nothing is left open then */
export async function openSources(options: OpenSourcesOptions): Promise<MediaSource> {
  const { files, signal, clock, onProgress } = options;
  const open = (source: string, name: string): Promise<MediaSource> => {
    const spool = async (): Promise<string> => {
      const outer = join(options.staged, 'spool');
      const own = join(outer, name);
      for (const folder of [outer, own]) await files.makeFolder(folder);
      return own;
    };
    return openSource(source, { spool, files, signal, clock, onProgress });
  };
  const base = await open(options.source, 'base');
  if (options.with.length === 0) return base;
  try {
    return await openWithParts(base, options.with, (other, index) => open(other, `with-${index}`), signal);
  } catch (error) {
    await base.close();
    throw error;
  }
}
