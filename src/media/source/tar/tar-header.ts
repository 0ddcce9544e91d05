/** One header block of a tar archive, decoded by the library and then believed only where it is plain. */
import { Header } from 'tar/header';
import { hasMark } from '../first-bytes.js';
import { refusedEntry } from '../safe-path.js';
import { damagedTar, unsupportedTar } from './tar-errors.js';

export const blockSize = 512;

export type TarEntryKind = 'file' | 'folder' | 'symlink' | 'hardlink' | 'special';

export interface TarHeader {
  /** What stands for an entry of the tree, or describes the one behind it. */
  readonly kind: TarEntryKind | 'pax' | 'pax-global' | 'long-path' | 'long-target';
  readonly path: string;
  readonly target: string;
  /** Of what follows, in bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

const kinds: ReadonlyMap<string, TarHeader['kind']> = new Map([
  ['File', 'file'],
  ['OldFile', 'file'],
  ['ContiguousFile', 'file'],
  ['Directory', 'folder'],
  ['SymbolicLink', 'symlink'],
  ['Link', 'hardlink'],
  ['CharacterDevice', 'special'],
  ['BlockDevice', 'special'],
  ['FIFO', 'special'],
  ['ExtendedHeader', 'pax'],
  ['GlobalExtendedHeader', 'pax-global'],
  ['NextFileHasLongPath', 'long-path'],
  ['NextFileHasLongLinkpath', 'long-target'],
]);

/** Whether data begins with a tar header: the mark of POSIX tells, or the checksum of an older one. */
export function isTarHeader(start: Buffer): boolean {
  if (hasMark(start, 'ustar', 257)) return true;
  if (start.length < blockSize) return false;
  const header = decoded(start.subarray(0, blockSize));
  return header?.cksumValid === true && header.path !== undefined && header.path !== '';
}

export function isEmptyBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/**
 * @param block that is not empty
 * @param archive its name
 * @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, MEDIA_ENTRY_REFUSED
 */
export function parseTarHeader(block: Buffer, archive: string): TarHeader {
  const header = decoded(block);
  if (header?.cksumValid !== true) throw damagedTar(archive, 'a header with a wrong checksum');
  const { path = '', linkpath = '', size, mtime } = header;
  const { type } = header;
  const kind = kinds.get(type);
  if (kind === undefined) throw unsupportedTar(path, `an entry of the type ${type}`, 'files, folders and links');
  if (size === undefined || !Number.isSafeInteger(size)) throw damagedTar(path, 'a size that is no number');
  requireText(path, path);
  requireText(linkpath, path);
  return { kind, path, target: linkpath, size, modified: mtime?.getTime() ?? 0 };
}

/** The library throws at numbers that cannot be. */
function decoded(block: Buffer): Header | null {
  try {
    return new Header(block);
  } catch {
    return null;
  }
}

function requireText(name: string, subject: string): void {
  if (name.includes('\ufffd')) throw refusedEntry(subject, 'a name that is not UTF-8');
}
