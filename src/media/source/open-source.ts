/** Opens what a user gave as the source of an import: by its first bytes, never by its name. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { StoreFiles } from '../store/store-files.js';
import { openFileReader, type ByteReader } from './byte-reader.js';
import { openIsoSource } from './iso/iso-source.js';
import type { MediaSource } from './media-source.js';

/** What opening may need: some sources must be brought here, or unpacked, before they can be looked at. */
export interface SourceSurroundings {
  /** Gives a folder that exists and is the source's own; removed by the caller. Called only when one is needed. */
  readonly spool: () => Promise<string>;
  readonly files: StoreFiles;
  readonly signal: AbortSignal | undefined;
  /** While something is fetched or unpacked; the total is null where nobody knows it. */
  readonly onProgress: (bytes: number, totalBytes: number | null) => void;
}

interface Magic {
  readonly at: number;
  readonly bytes: Buffer;
  readonly kind: string;
}

/** What people give in place of an ISO image, so that the error can say what it is. */
const otherKinds: readonly Magic[] = [
  { at: 0, bytes: Buffer.from('PK\x03\x04', 'latin1'), kind: 'a zip archive' },
  { at: 0, bytes: Buffer.from('\x1f\x8b', 'latin1'), kind: 'gzip data' },
  { at: 0, bytes: Buffer.from('BZh', 'latin1'), kind: 'bzip2 data' },
  { at: 0, bytes: Buffer.from('\xfd7zXZ', 'latin1'), kind: 'xz data' },
  { at: 0, bytes: Buffer.from('\x28\xb5\x2f\xfd', 'latin1'), kind: 'zstd data' },
  { at: 0, bytes: Buffer.from('7z\xbc\xaf', 'latin1'), kind: 'a 7z archive' },
  { at: 0, bytes: Buffer.from('\xed\xab\xee\xdb', 'latin1'), kind: 'an RPM package' },
  { at: 257, bytes: Buffer.from('ustar'), kind: 'a tar archive' },
];

/** Where the mark of an ISO 9660 volume stands (ECMA-119 8.1.2). */
const isoMark: Magic = { at: 32769, bytes: Buffer.from('CD001'), kind: 'iso' };
const markEnd = isoMark.at + isoMark.bytes.length;

/**
 * @param source a path or an http(s) URL
 * @throws MEDIA_SOURCE_UNSUPPORTED, FILE_UNREADABLE, and what opening that kind of source throws
 */
export async function openSource(source: string, surroundings: SourceSurroundings): Promise<MediaSource> {
  surroundings.signal?.throwIfAborted();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) throw unsupported(source, 'a URL');
  try {
    return await openReader(source, await openFileReader(source));
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'MEDIA_SOURCE_UNSUPPORTED')
      throw unsupported(source, error.details.found ?? 'something else');
    throw error;
  }
}

/** The image mark wins: a hybrid image may begin with anything. */
async function openReader(source: string, reader: ByteReader): Promise<MediaSource> {
  try {
    const start = Buffer.alloc(markEnd);
    const length = await reader.read(start, 0, markEnd, 0);
    const has = ({ at, bytes }: Magic): boolean =>
      at + bytes.length <= length && start.subarray(at, at + bytes.length).equals(bytes);
    const other = has(isoMark) ? undefined : otherKinds.find(has)?.kind;
    if (other !== undefined) throw unsupported(source, other);
    // Also for what has no mark: reading the image tells whether it is UDF alone, or no image at all.
    return await openIsoSource(reader);
  } catch (error) {
    await reader.close();
    throw error;
  }
}

function unsupported(source: string, found: string): DrydockError {
  return new DrydockError('MEDIA_SOURCE_UNSUPPORTED', {
    attempted: 'opening the source',
    subject: source,
    expected: 'an ISO 9660 image (.iso)',
    found,
  });
}
