/** A source that lies on a web server: brought here, or, to be looked at only, read where it is. */
import { systemClock } from '../../../shared/clock.js';
import { cachedReader } from '../block-cache.js';
import { openFileReader, partOf, type ByteReader } from '../byte-reader.js';
import type { MediaSource } from '../media-source.js';
import type { SourceSurroundings } from '../source-surroundings.js';
import { parseAddress, type SourceAddress } from './address.js';
import type { Attempting } from './attempts.js';
import { download } from './download.js';
import { DownloadFile } from './download-file.js';
import { HttpClient } from './http-client.js';
import { openRangeReader, type RangeOptions } from './range-reader.js';
import { usualLimits, type UrlLimits } from './url-limits.js';

/** The metadata of an image is a few hundred kB in a few places. */
const farBlocks = { blockSize: 256 * 1024, blocks: 32 };

export interface UrlSourceOptions {
  readonly surroundings: SourceSurroundings;
  /** Opens what was brought here, by its first bytes. */
  readonly openReader: (reader: ByteReader, surroundings: SourceSurroundings) => Promise<MediaSource>;
  readonly limits?: Partial<UrlLimits> | undefined;
}

/** @throws MEDIA_DOWNLOAD_FAILED, MEDIA_SOURCE_UNSUPPORTED, DISK_FULL, and what opening the file throws */
export async function openUrlSource(source: string, options: UrlSourceOptions): Promise<MediaSource> {
  const address = parseAddress(source);
  const limits = { ...usualLimits, ...options.limits };
  const client = await HttpClient.open(limits);
  try {
    return urlSource(
      await openFetched({ client, address, attempting: attemptingOf(address, limits, options) }, options),
    );
  } catch (error) {
    client.close();
    throw error;
  }
}

function attemptingOf({ shown }: SourceAddress, limits: UrlLimits, { surroundings }: UrlSourceOptions): Attempting {
  const late = AbortSignal.timeout(limits.total);
  const signal = surroundings.signal === undefined ? late : AbortSignal.any([surroundings.signal, late]);
  return { shown, clock: surroundings.clock ?? systemClock, limits, signal, late };
}

async function openFetched(request: RangeOptions, options: UrlSourceOptions): Promise<MediaSource> {
  const { surroundings } = options;
  const far = surroundings.lookOnly === true ? await openRangeReader(request, farBlocks.blockSize) : undefined;
  const reader = far === undefined ? await fetched(request, surroundings) : cachedReader(far, farBlocks);
  return options.openReader(reader, surroundings);
}

async function fetched(request: RangeOptions, surroundings: SourceSurroundings): Promise<ByteReader> {
  const { files, spool, onProgress } = surroundings;
  const file = new DownloadFile(files, await spool());
  await download({ ...request, file, onProgress });
  request.client.close();
  const reader = await openFileReader(file.path);
  return partOf(reader, { name: request.address.shown, offset: 0, length: reader.size });
}

/** The same source, said to come from a server. */
function urlSource(source: MediaSource): MediaSource {
  const { label, bytes } = source;
  const base = {
    kind: `url ${source.kind}`,
    label,
    bytes,
    digest: (signal: AbortSignal | undefined) => source.digest(signal),
    close: () => source.close(),
  };
  if (source.access === 'stream')
    return { ...base, access: 'stream', unpack: (sink) => source.unpack(sink), peek: (signal) => source.peek(signal) };
  return {
    ...base,
    access: 'tree',
    entries: source.entries,
    details: source.details,
    get tree() {
      return source.tree;
    },
    copy: (files, sink) => source.copy(files, sink),
  };
}
