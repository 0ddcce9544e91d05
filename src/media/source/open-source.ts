/** Opens what a user gave as the source of an import: by its first bytes, never by its name. */
import { stat } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { compressionOf } from '../decompress/compression.js';
import { openFileReader, type ByteReader } from './byte-reader.js';
import { openCompressedSource } from './compressed/compressed-source.js';
import { hasMark, isIso, isSignedMessage, readFirstBytes } from './first-bytes.js';
import { openFolderSource } from './folder/folder-source.js';
import { openIsoSource } from './iso/iso-source.js';
import type { MediaSource } from './media-source.js';
import type { SourceSurroundings } from './source-surroundings.js';
import { isTarHeader } from './tar/tar-header.js';
import { openTarSource } from './tar/tar-source.js';
import { schemeOf, shownSource } from './url/address.js';
import { hotfixSource, unsupportedSource } from './unsupported-source.js';
import { openZipSource } from './zip/zip-source.js';

interface SourceKind {
  /** For the error, where there is nothing that opens it. */
  readonly name: string;
  readonly is: (start: Buffer) => boolean;
  /** The reader is the source's from here on. */
  readonly open?: (reader: ByteReader, surroundings: SourceSurroundings) => Promise<MediaSource>;
}

/** The first that fits. The image mark wins: a hybrid image may begin with anything. */
const sourceKinds: readonly SourceKind[] = [
  { name: 'an ISO 9660 image', is: isIso, open: openIsoSource },
  {
    name: 'a zip archive',
    is: (start) => hasMark(start, 'PK\x03\x04') || hasMark(start, 'PK\x05\x06'),
    open: openZipSource,
  },
  { name: 'a part of a split zip archive', is: (start) => hasMark(start, 'PK\x07\x08') },
  { name: 'compressed data', is: (start) => compressionOf(start) !== null, open: openCompressedSource },
  { name: 'a tar archive', is: isTarHeader, open: openTarSource },
  { name: 'a 7z archive', is: (start) => hasMark(start, '7z\xbc\xaf') },
  { name: 'an RPM package', is: (start) => hasMark(start, '\xed\xab\xee\xdb') },
];

/**
 * @param source a path or an http(s) URL
 * @throws MEDIA_SOURCE_UNSUPPORTED, FILE_UNREADABLE, and what opening that kind of source throws
 */
export async function openSource(source: string, surroundings: SourceSurroundings): Promise<MediaSource> {
  surroundings.signal?.throwIfAborted();
  const scheme = schemeOf(source);
  if (scheme === 'http' || scheme === 'https') {
    // Loaded when there is an address: Node's HTTP and TLS take longer to load than most of what opens a file.
    const { openUrlSource } = await import('./url/url-source.js');
    return openUrlSource(source, { surroundings, openReader });
  }
  if (scheme !== undefined) throw unsupportedSource(shownSource(source), `an address of the kind ${scheme}`);
  try {
    if (await isFolder(source)) return await openFolderSource(source, surroundings);
    return await openReader(await openFileReader(source), surroundings);
  } catch (error) {
    if (!(error instanceof DrydockError) || error.code !== 'MEDIA_SOURCE_UNSUPPORTED') throw error;
    throw unsupportedSource(source, error.details.found ?? 'something else', error.details.remedy);
  }
}

async function openReader(reader: ByteReader, surroundings: SourceSurroundings): Promise<MediaSource> {
  try {
    const start = await readFirstBytes(reader);
    const kind = sourceKinds.find(({ is }) => is(start));
    if (kind === undefined && isSignedMessage(start))
      throw hotfixSource(reader.name, 'a signed message, as hotfixes of up to 7.0 are (.xsupdate)');
    if (kind !== undefined && kind.open === undefined) throw unsupportedSource(reader.name, kind.name);
    // What has no mark is looked at as an image all the same: that tells whether it is UDF alone, or no image at all.
    return await (kind?.open ?? openIsoSource)(reader, surroundings);
  } catch (error) {
    await reader.close();
    throw error;
  }
}

/** What cannot be looked at is told when it is opened. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
