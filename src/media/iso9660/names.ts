/** Turns recorded names into names in a tree, and refuses those that could leave it. */
import { refusedEntry, requireSafeName, requireSafePath } from '../source/safe-path.js';
import type { DirectoryRecord } from './directory-records.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf16 = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });

/** @throws MEDIA_ENTRY_REFUSED when the bytes are not UTF-8 */
export function rockRidgeName(name: Buffer, folder: string): string {
  try {
    return utf8.decode(name);
  } catch (error) {
    throw refusedEntry(folder, `a name that is not UTF-8: ${JSON.stringify(name.toString('latin1'))}`, error);
  }
}

/** Joliet: big-endian UCS-2, files with a version number behind a semicolon. */
export function jolietName(record: DirectoryRecord, folder: string): string {
  const bytes = record.identifier;
  if (bytes.length % 2 !== 0) throw refusedEntry(folder, `a Joliet name of ${bytes.length} bytes`);
  try {
    const text = utf16.decode(Buffer.from(bytes).swap16());
    return record.isFolder ? text : text.replace(/;\d+$/, '');
  } catch (error) {
    throw refusedEntry(folder, `a name that is not Unicode: ${bytes.toString('hex')}`, error);
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
  requireSafeName(name, folder);
  return requireSafePath(folder === '' ? name : `${folder}/${name}`);
}
