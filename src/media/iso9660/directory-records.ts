/** Takes a directory apart into its records (ECMA-119 9.1), before anybody gives the names in it a meaning. */
import { bothEndian16, bothEndian32, damaged, recordedDate } from './fields.js';
import type { ImageBytes } from './image-bytes.js';
import type { DirectoryPlace } from './volume.js';

export interface DirectoryRecord {
  /** Byte in the image at which the record begins: names it in errors. */
  readonly at: number;
  readonly block: number;
  readonly length: number;
  readonly modified: number;
  readonly isFolder: boolean;
  /** More records of the same file follow: it is too long for one (ECMA-119 9.1.6, bit 7). */
  readonly continues: boolean;
  readonly interleaved: boolean;
  /** The identifier as recorded; one byte 0 or 1 stands for `.` and `..`. */
  readonly identifier: Buffer;
  readonly systemUse: Buffer;
}

const sectorSize = 2048;
const smallestRecord = 34;
/** A million records of the shortest kind; a real directory has some thousands. */
const mostDirectoryBytes = 64 * 1024 * 1024;

const flag = { folder: 0x02, continues: 0x80 } as const;

/** All records of a directory in their order, `.` and `..` included. */
export async function readDirectory(
  image: ImageBytes,
  place: DirectoryPlace,
  blockSize: number,
  path: string,
): Promise<DirectoryRecord[]> {
  const start = place.block * blockSize;
  if (place.length > mostDirectoryBytes)
    throw damaged('reading a directory', `a length of ${place.length} bytes`, path);
  const bytes = await image.read(start, place.length, `the directory ${path}`);
  const records: DirectoryRecord[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const length = bytes[offset] ?? 0;
    if (length === 0) {
      // A record never crosses a sector: the rest of this one is padding (ECMA-119 6.8.1.1).
      offset = (Math.floor(offset / sectorSize) + 1) * sectorSize;
      continue;
    }
    records.push(readRecord(bytes.subarray(offset, offset + length), length, start + offset, path));
    offset += length;
  }
  return records;
}

export function isSelf(record: DirectoryRecord): boolean {
  return record.identifier.length === 1 && record.identifier[0] === 0;
}

export function isParent(record: DirectoryRecord): boolean {
  return record.identifier.length === 1 && record.identifier[0] === 1;
}

function readRecord(bytes: Buffer, length: number, at: number, path: string): DirectoryRecord {
  const reading = `reading the directory record at byte ${at}`;
  const nameLength = bytes[32] ?? 0;
  if (bytes.length < length || length < smallestRecord || nameLength === 0 || 33 + nameLength > length) {
    throw damaged(reading, `a record of ${length} bytes with a name of ${nameLength}`, path);
  }
  // The system use area begins at an even byte: names of even length are padded.
  const systemUseAt = 33 + nameLength + (nameLength % 2 === 0 ? 1 : 0);
  const flags = bytes[25] ?? 0;
  const extendedAttributeBlocks = bytes[1] ?? 0;
  bothEndian16(bytes, 28, `volume number of the record at byte ${at}`);
  return {
    at,
    block: bothEndian32(bytes, 2, `place in the record at byte ${at}`) + extendedAttributeBlocks,
    length: bothEndian32(bytes, 10, `length in the record at byte ${at}`),
    modified: recordedDate(bytes, 18),
    isFolder: (flags & flag.folder) !== 0,
    continues: (flags & flag.continues) !== 0,
    interleaved: bytes[26] !== 0 || bytes[27] !== 0,
    identifier: bytes.subarray(33, 33 + nameLength),
    systemUse: systemUseAt < length ? bytes.subarray(systemUseAt, length) : Buffer.alloc(0),
  };
}
