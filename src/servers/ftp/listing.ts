/** The three forms of a folder listing. Dot files are always in it: vsftpd hides them, and `.treeinfo` was lost that way. */
import type { FolderEntry } from '../site/resolution.js';

const halfYear = 182 * 24 * 3600 * 1000;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** NLST: names, with the folder before them as it was given, so that they can be asked for. */
export function nameLine(folder: string, entry: FolderEntry): string {
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  return `${prefix}${entry.name}`;
}

/** LIST, in the form of `ls -l`, which wget, lftp and curl read. */
export function longLine(entry: FolderEntry, now: number): string {
  const mode = entry.kind === 'folder' ? 'dr-xr-xr-x' : '-r--r--r--';
  return `${mode}    1 ftp      ftp      ${String(entry.size).padStart(12)} ${listDate(entry.modified, now)} ${entry.name}`;
}

function listDate(modified: number, now: number): string {
  const date = new Date(modified);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${months[date.getUTCMonth()] ?? ''} ${two(date.getUTCDate())}`;
  const recent = Math.abs(now - modified) < halfYear;
  return recent ? `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` : `${day}  ${date.getUTCFullYear()}`;
}

/** MLSD and MLST: RFC 3659, section 7. */
export function factLine(entry: FolderEntry): string {
  const facts =
    entry.kind === 'folder'
      ? `type=dir;modify=${timeValue(entry.modified)};perm=el;`
      : `type=file;size=${entry.size};modify=${timeValue(entry.modified)};perm=r;`;
  return `${facts} ${entry.name}`;
}

/** The form of MDTM and of `modify`: UTC, whole seconds. */
export function timeValue(time: number): string {
  return new Date(time).toISOString().replace(/[-:T]|\..*/g, '');
}
