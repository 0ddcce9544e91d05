/** Opens what a user gave as the source of an import: by its first bytes, never by its name. */
import { open } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { openIsoImage, type IsoImage } from '../iso9660/iso-image.js';

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

/**
 * @throws MEDIA_SOURCE_UNSUPPORTED, FILE_UNREADABLE, and what {@link openIsoImage} throws
 */
export async function openSource(source: string): Promise<IsoImage> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) throw unsupported(source, 'a URL');
  const kind = await otherKind(source);
  if (kind !== undefined) throw unsupported(source, kind);
  try {
    return await openIsoImage(source);
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'MEDIA_SOURCE_UNSUPPORTED') {
      throw unsupported(source, error.details.found ?? 'something else');
    }
    throw error;
  }
}

/** The image mark wins: a hybrid image may begin with anything. */
async function otherKind(source: string): Promise<string | undefined> {
  let handle;
  try {
    handle = await open(source, 'r');
    if (!(await handle.stat()).isFile()) return undefined;
    const start = Buffer.alloc(isoMark.at + isoMark.bytes.length);
    await handle.read(start, 0, start.length, 0);
    if (matches(start, isoMark)) return undefined;
    return otherKinds.find((magic) => matches(start, magic))?.kind;
  } catch (cause) {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'opening the source', subject: source, cause });
  } finally {
    await handle?.close();
  }
}

function matches(start: Buffer, magic: Magic): boolean {
  return start.subarray(magic.at, magic.at + magic.bytes.length).equals(magic.bytes);
}

function unsupported(source: string, found: string): DrydockError {
  return new DrydockError('MEDIA_SOURCE_UNSUPPORTED', {
    attempted: 'opening the source',
    subject: source,
    expected: 'an ISO 9660 image (.iso)',
    found,
  });
}
