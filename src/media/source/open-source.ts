/** Opens what a user gave as the source of an import: by its first bytes, never by its name. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { openFileReader, type ByteReader } from './byte-reader.js';
import { openIsoSource } from './iso/iso-source.js';
import type { MediaSource } from './media-source.js';
import type { SourceSurroundings } from './source-surroundings.js';

interface Magic {
  readonly at: number;
  readonly bytes: Buffer;
}

interface SourceKind {
  /** For the error, where there is nothing that opens it. */
  readonly name: string;
  /** One of them is enough. */
  readonly marks: readonly Magic[];
  /** The reader is the source's from here on. */
  readonly open?: (reader: ByteReader, surroundings: SourceSurroundings) => Promise<MediaSource>;
}

/** Where the mark of an ISO 9660 volume stands (ECMA-119 8.1.2). */
const isoMark = magic('CD001', 32769);
const markEnd = isoMark.at + isoMark.bytes.length;

/** The first that fits. The image mark wins: a hybrid image may begin with anything. */
const sourceKinds: readonly SourceKind[] = [
  { name: 'an ISO 9660 image', marks: [isoMark], open: openIsoSource },
  { name: 'a zip archive', marks: [magic('PK\x03\x04'), magic('PK\x05\x06')] },
  { name: 'a part of a split zip archive', marks: [magic('PK\x07\x08')] },
  { name: 'gzip data', marks: [magic('\x1f\x8b')] },
  { name: 'bzip2 data', marks: [magic('BZh')] },
  { name: 'xz data', marks: [magic('\xfd7zXZ')] },
  { name: 'zstd data', marks: [magic('\x28\xb5\x2f\xfd')] },
  { name: 'a tar archive', marks: [magic('ustar', 257)] },
  { name: 'a 7z archive', marks: [magic('7z\xbc\xaf')] },
  { name: 'an RPM package', marks: [magic('\xed\xab\xee\xdb')] },
];

/**
 * @param source a path or an http(s) URL
 * @throws MEDIA_SOURCE_UNSUPPORTED, FILE_UNREADABLE, and what opening that kind of source throws
 */
export async function openSource(source: string, surroundings: SourceSurroundings): Promise<MediaSource> {
  surroundings.signal?.throwIfAborted();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) throw unsupported(source, 'a URL');
  try {
    return await openReader(await openFileReader(source), surroundings);
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'MEDIA_SOURCE_UNSUPPORTED')
      throw unsupported(source, error.details.found ?? 'something else');
    throw error;
  }
}

async function openReader(reader: ByteReader, surroundings: SourceSurroundings): Promise<MediaSource> {
  try {
    const start = Buffer.alloc(markEnd);
    const length = await reader.read(start, 0, markEnd, 0);
    const has = ({ at, bytes }: Magic): boolean =>
      at + bytes.length <= length && start.subarray(at, at + bytes.length).equals(bytes);
    const kind = sourceKinds.find(({ marks }) => marks.some(has));
    // What has no mark is looked at as an image all the same: that tells whether it is UDF alone, or no image at all.
    const open = kind === undefined ? openIsoSource : kind.open;
    if (open === undefined) throw unsupported(reader.name, kind?.name ?? 'something else');
    return await open(reader, surroundings);
  } catch (error) {
    await reader.close();
    throw error;
  }
}

function magic(text: string, at = 0): Magic {
  return { at, bytes: Buffer.from(text, 'latin1') };
}

function unsupported(source: string, found: string): DrydockError {
  return new DrydockError('MEDIA_SOURCE_UNSUPPORTED', {
    attempted: 'opening the source',
    subject: source,
    expected: 'an ISO image, a zip or tar archive, a folder, or an http(s) address',
    found,
  });
}
