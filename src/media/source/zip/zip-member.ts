/** One entry of a zip archive, as its central directory describes it. */
import { getFileNameLowLevel, type Entry } from 'yauzl';
import { refusedEntry, requireSafePath } from '../safe-path.js';
import { damagedZip, unsupportedZip } from './zip-errors.js';

export interface ZipMember {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'symlink' | 'special';
  readonly modified: number;
  readonly compression: 'stored' | 'deflated';
  /** Unpacked, in bytes; for reading never believed, only compared. */
  readonly size: number;
  readonly packedSize: number;
  readonly crc32: number;
  /** Of its local header, which stands before its bytes. */
  readonly offset: number;
  /** The first byte that cannot belong to it any more; its local header may make it longer. */
  readonly end: number;
}

const encryptedFlag = 0x0001;
const localHeaderSize = 30;
const compressions = new Map<number, ZipMember['compression']>([
  [0, 'stored'],
  [8, 'deflated'],
]);

/** Types of files in the upper half of the external attributes, where a Unix system made the entry (stat(2)). */
const unixHost = 3;
const unixKinds = new Map<number, ZipMember['kind']>([
  [0o010, 'special'],
  [0o020, 'special'],
  [0o040, 'folder'],
  [0o060, 'special'],
  [0o100, 'file'],
  [0o120, 'symlink'],
  [0o140, 'special'],
]);

/** @throws MEDIA_ENTRY_REFUSED, MEDIA_ARCHIVE_UNSUPPORTED, MEDIA_ARCHIVE_DAMAGED */
export function zipMember(entry: Entry): ZipMember {
  const name = nameOf(entry);
  const path = requireSafePath(name);
  const kind = name.endsWith('/') ? 'folder' : (unixKindOf(entry) ?? 'file');
  if ((entry.generalPurposeBitFlag & encryptedFlag) !== 0) throw unsupportedZip(path, 'an encrypted entry');
  const compression = compressions.get(entry.compressionMethod);
  if (compression === undefined) throw unsupportedZip(path, `compression method ${entry.compressionMethod}`);
  const { uncompressedSize: size, compressedSize: packedSize, relativeOffsetOfLocalHeader: offset } = entry;
  for (const value of [size, packedSize, offset])
    if (!Number.isSafeInteger(value)) throw damagedZip(path, `a size of ${value} bytes`);
  if (compression === 'stored' && size !== packedSize)
    throw damagedZip(path, `${packedSize} bytes`, `${size} bytes, as it is not compressed`);
  const end = offset + localHeaderSize + entry.fileNameLength + packedSize;
  return { path, kind, modified: modifiedOf(entry), compression, size, packedSize, crc32: entry.crc32, offset, end };
}

/** Names are UTF-8 where the entry says so, else of the code page of 1981 (APPNOTE 4.4.4, appendix D). */
function nameOf(entry: Entry): string {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  if (name.includes('\ufffd')) throw refusedEntry(name, 'a name that is not UTF-8');
  return name;
}

function unixKindOf({ versionMadeBy, externalFileAttributes }: Entry): ZipMember['kind'] | undefined {
  if (versionMadeBy >>> 8 !== unixHost) return undefined;
  return unixKinds.get(((externalFileAttributes >>> 16) & 0o170000) >>> 9);
}

/** Without a zone of its own a time counts as UTC, so that the same archive gives the same medium everywhere. */
function modifiedOf(entry: Entry): number {
  const time = entry.getLastModDate({ timezone: 'UTC' }).getTime();
  return Number.isFinite(time) ? Math.max(0, time) : 0;
}
