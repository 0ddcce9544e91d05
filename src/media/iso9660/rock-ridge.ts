/** Rock Ridge (RRIP, IEEE P1282): true names, links, kinds and relocated directories out of system use entries. */
import { bothEndian32, damaged, longDate, recordedDate } from './fields.js';
import type { SystemUseEntry } from './system-use.js';

export interface RockRidge {
  /** From NM; undefined when the record has none. */
  readonly name: Buffer | undefined;
  /** From SL, components joined by `/`. */
  readonly linkTarget: string | undefined;
  readonly kind: 'file' | 'folder' | 'symlink' | 'special' | undefined;
  readonly modified: number | undefined;
  /** CL: this record stands for a directory that lies at that block, moved away because of its depth. */
  readonly childBlock: number | undefined;
  /** RE: this directory is shown elsewhere, by a CL. */
  readonly relocated: boolean;
  /** ZF: the content is compressed (zisofs). */
  readonly compressed: boolean;
}

const nameFlag = { continues: 0x01, self: 0x02, parent: 0x04 } as const;
const linkFlag = { continues: 0x01, self: 0x02, parent: 0x04, root: 0x08 } as const;
const timeFlag = { creation: 0x01, modification: 0x02, long: 0x80 } as const;
const fileTypes: Readonly<Record<number, RockRidge['kind']>> = {
  0o100000: 'file',
  0o040000: 'folder',
  0o120000: 'symlink',
};
const longestLink = 4096;

/** @throws MEDIA_ISO_DAMAGED */
export function interpretRockRidge(entries: readonly SystemUseEntry[], path: string): RockRidge {
  const names = entries.filter((entry) => entry.signature === 'NM');
  const links = entries.filter((entry) => entry.signature === 'SL');
  const child = first(entries, 'CL');
  return {
    name: names.length === 0 ? undefined : joinNames(names, path),
    linkTarget: links.length === 0 ? undefined : joinLink(links, path),
    kind: kindOf(first(entries, 'PX')),
    modified: modificationTime(first(entries, 'TF')),
    childBlock: child === undefined ? undefined : bothEndian32(child, 0, `place of the moved directory ${path}`),
    relocated: first(entries, 'RE') !== undefined,
    compressed: first(entries, 'ZF') !== undefined,
  };
}

/** RRIP 4.1.4. The flags for `.` and `..` would give a file a name that leaves its folder. */
function joinNames(entries: readonly SystemUseEntry[], path: string): Buffer {
  const parts: Buffer[] = [];
  for (const { data } of entries) {
    const flags = data[0] ?? 0;
    if ((flags & (nameFlag.self | nameFlag.parent)) !== 0)
      return Buffer.from((flags & nameFlag.self) !== 0 ? '.' : '..');
    parts.push(data.subarray(1));
    if ((flags & nameFlag.continues) === 0) return Buffer.concat(parts);
  }
  throw damaged('reading a Rock Ridge name', 'a name whose last part is missing', path);
}

/** RRIP 4.1.3.1: component records, each of which may go on in the next. */
function joinLink(entries: readonly SystemUseEntry[], path: string): string {
  const components: string[] = [];
  let partial = '';
  for (const { data } of entries) {
    for (let offset = 1; offset + 2 <= data.length;) {
      const flags = data[offset] ?? 0;
      const length = data[offset + 1] ?? 0;
      if (offset + 2 + length > data.length)
        throw damaged('reading a symbolic link', 'a component that overruns its entry', path);
      partial += component(flags, data.toString('utf8', offset + 2, offset + 2 + length));
      if ((flags & linkFlag.continues) === 0) {
        components.push(partial);
        partial = '';
      }
      offset += 2 + length;
    }
  }
  if (partial !== '') components.push(partial);
  const target = components[0] === '/' ? `/${components.slice(1).join('/')}` : components.join('/');
  if (target.length > longestLink)
    throw damaged('reading a symbolic link', `a target of ${target.length} characters`, path);
  return target;
}

function component(flags: number, text: string): string {
  if ((flags & linkFlag.root) !== 0) return '/';
  if ((flags & linkFlag.parent) !== 0) return '..';
  if ((flags & linkFlag.self) !== 0) return '.';
  return text;
}

/** PX: the POSIX mode; its upper bits say what the entry is. */
function kindOf(data: Buffer | undefined): RockRidge['kind'] {
  if (data === undefined) return undefined;
  return fileTypes[bothEndian32(data, 0, 'POSIX mode') & 0o170000] ?? 'special';
}

/** TF: the stamps that the flags announce, in the order of the flags' bits; creation comes before modification. */
function modificationTime(data: Buffer | undefined): number | undefined {
  if (data === undefined) return undefined;
  const flags = data[0] ?? 0;
  if ((flags & timeFlag.modification) === 0) return undefined;
  const size = (flags & timeFlag.long) !== 0 ? 17 : 7;
  const offset = 1 + ((flags & timeFlag.creation) !== 0 ? size : 0);
  return size === 17 ? longDate(data, offset) : recordedDate(data, offset);
}

function first(entries: readonly SystemUseEntry[], signature: string): Buffer | undefined {
  return entries.find((entry) => entry.signature === signature)?.data;
}
