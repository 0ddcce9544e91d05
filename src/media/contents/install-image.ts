/**
 * What the installer itself can drive: `install.img` is a cpio archive of its whole system, modules and what depmod made of
 * them included, compressed by bzip2 on all releases seen so far.
 */
import { createReadStream } from 'node:fs';
import { collectModules } from './collect-modules.js';
import { nothingFound, type FoundModules } from './found-modules.js';
import { readInitramfs } from './initramfs.js';
import { unreadable } from './unreadable.js';

export const installImagePath = 'install.img';

/** Real ones have some 400 MB; they must fit into a host's memory. */
const mostUnpackedBytes = 4 * 1024 * 1024 * 1024;

/** Large enough that waiting for the disk does not show. */
const readSize = 256 * 1024;

export interface ReadContentsOptions {
  /** Path on disk. */
  readonly location: string;
  /** Path in the medium. */
  readonly from: string;
  readonly signal: AbortSignal | undefined;
  /** Bytes that were read since the last call. */
  readonly onBytes: (count: number) => void;
}

/** @throws FILE_UNREADABLE, the signal's reason; an image that is no archive is told in the result */
export async function modulesOfInstallImage(options: ReadContentsOptions): Promise<FoundModules> {
  return modulesOfArchive(options, 0);
}

/** @param offset where the archive begins in the file */
export async function modulesOfArchive(options: ReadContentsOptions, offset: number): Promise<FoundModules> {
  const { location, from, signal, onBytes } = options;
  const source = createReadStream(location, { start: offset, highWaterMark: readSize });
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      onBytes(chunk.length);
      yield chunk;
    }
  };
  try {
    const entries = readInitramfs(counted(), { subject: from, limit: mostUnpackedBytes, signal });
    return await collectModules(entries, { from, signal });
  } catch (error) {
    return { ...nothingFound(from), unread: [unreadable(from, error, signal)] };
  } finally {
    source.destroy();
  }
}
