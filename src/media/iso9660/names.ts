/** Turns recorded names into names in a tree, and refuses those that could leave it. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { DirectoryRecord } from './directory-records.js';

/** Longest name a Linux file system takes. */
const longestName = 255;
const longestPath = 4000;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf16 = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });

/** @throws MEDIA_ENTRY_REFUSED when the bytes are not UTF-8 */
export function rockRidgeName(name: Buffer, folder: string): string {
  try {
    return utf8.decode(name);
  } catch (error) {
    throw refused(folder, `a name that is not UTF-8: ${JSON.stringify(name.toString('latin1'))}`, error);
  }
}

/** Joliet: big-endian UCS-2, files with a version number behind a semicolon. */
export function jolietName(record: DirectoryRecord, folder: string): string {
  const bytes = record.identifier;
  if (bytes.length % 2 !== 0) throw refused(folder, `a Joliet name of ${bytes.length} bytes`);
  try {
    const text = utf16.decode(Buffer.from(bytes).swap16());
    return record.isFolder ? text : text.replace(/;\d+$/, '');
  } catch (error) {
    throw refused(folder, `a name that is not Unicode: ${bytes.toString('hex')}`, error);
  }
}

/** Plain ISO 9660: capitals, version number, and a dot even where there is no extension. */
export function plainName(record: DirectoryRecord): string {
  const text = record.identifier.toString('latin1').replace(/;\d+$/, '');
  return text.endsWith('.') ? text.slice(0, -1) : text;
}

/**
 * The path of an entry.
 * @throws MEDIA_ENTRY_REFUSED for names that mean something else than a name
 */
export function joinPath(folder: string, name: string): string {
  const path = folder === '' ? name : `${folder}/${name}`;
  if (name === '' || name === '.' || name === '..') throw refused(folder, `an entry named ${JSON.stringify(name)}`);
  if (name.includes('/') || name.includes('\0'))
    throw refused(folder, `a slash or NUL in the name ${JSON.stringify(name)}`);
  if (Buffer.byteLength(name) > longestName) throw refused(folder, `a name of ${Buffer.byteLength(name)} bytes`);
  if (Buffer.byteLength(path) > longestPath) throw refused(folder, `a path of ${Buffer.byteLength(path)} bytes`);
  return path;
}

export function refused(subject: string, found: string, cause?: unknown): DrydockError {
  return new DrydockError('MEDIA_ENTRY_REFUSED', {
    attempted: 'reading the names of the image',
    subject: subject === '' ? '/' : subject,
    found,
    ...(cause === undefined ? {} : { cause }),
  });
}
