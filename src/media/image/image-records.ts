/** The records of an ISO 9660 image: volume descriptors, path tables, and directory records with their Rock Ridge names. */
import { sectorBytes, type ImageFolder, type ImageLayout } from './image-layout.js';

/** A folder's record, before the plain name is known: the longest Rock Ridge name that fits into one record. */
export const longestName = 180;

/** Bytes of a folder's records; none of them crosses the end of a sector. */
export function folderBytes(folder: ImageFolder): number {
  let bytes = 0;
  for (const record of recordsOf(folder, 0)) bytes = placeIn(bytes, record.length) + record.length;
  return bytes;
}

export function folderContent(folder: ImageFolder, modified: Date): Buffer {
  const content = Buffer.alloc(folder.sectors * sectorBytes);
  let at = 0;
  for (const record of recordsOf(folder, modified.getTime())) {
    at = placeIn(at, record.length);
    record.copy(content, at);
    at += record.length;
  }
  return content;
}

/** SP: the tree has further names; it stands first in the root's own record. */
const marker = Buffer.from([0x53, 0x50, 7, 1, 0xbe, 0xef, 0]);

/** ER: they are Rock Ridge's; without it xorriso reads the plain ones. */
const extension = Buffer.concat([Buffer.from([0x45, 0x52, 18, 1, 10, 0, 0, 1]), Buffer.from('RRIP_1991A')]);

function placeIn(at: number, length: number): number {
  const left = sectorBytes - (at % sectorBytes);
  return length > left ? at + left : at;
}

function recordsOf(folder: ImageFolder, modified: number): readonly Buffer[] {
  const parent = folder.parent ?? folder;
  const size = (of: ImageFolder): number => of.sectors * sectorBytes;
  const self = record({ plain: Buffer.from([0]), sector: folder.sector, size: size(folder), folder: true, modified }, [
    ...(folder.parent === null ? [marker] : []),
    mode(true),
    ...(folder.parent === null ? [extension] : []),
  ]);
  const up = record({ plain: Buffer.from([1]), sector: parent.sector, size: size(parent), folder: true, modified }, [
    mode(true),
  ]);
  const folders = folder.folders.map((child, index) =>
    record({ plain: plainName('D', index), sector: child.sector, size: size(child), folder: true, modified }, [
      nameEntry(child.name),
      mode(true),
    ]),
  );
  const files = folder.files.map(({ name, file, sector }, index) =>
    record({ plain: plainName('F', index, ';1'), sector, size: file.size, folder: false, modified: file.modified }, [
      nameEntry(name),
      mode(false),
    ]),
  );
  return [self, up, ...folders, ...files];
}

interface RecordFacts {
  readonly plain: Buffer;
  readonly sector: number;
  readonly size: number;
  readonly folder: boolean;
  readonly modified: number;
}

function record({ plain, sector, size, folder, modified }: RecordFacts, entries: readonly Buffer[]): Buffer {
  const padding = plain.length % 2 === 0 ? Buffer.alloc(1) : Buffer.alloc(0);
  const further = Buffer.concat(entries);
  const length = 33 + plain.length + padding.length + further.length;
  const head = Buffer.alloc(33);
  head.writeUInt8(length + (length % 2), 0);
  bothEndian32(head, sector, 2);
  bothEndian32(head, size, 10);
  dateOf(new Date(modified)).copy(head, 18);
  head.writeUInt8(folder ? 2 : 0, 25);
  bothEndian16(head, 1, 28);
  head.writeUInt8(plain.length, 32);
  return Buffer.concat([head, plain, padding, further, Buffer.alloc(length % 2)]);
}

/** `F00001.;1`: unique in its folder, and in the order of the true names. */
function plainName(letter: string, index: number, end = ''): Buffer {
  return Buffer.from(`${letter}${index.toString().padStart(6, '0')}${end === '' ? '' : '.'}${end}`);
}

function nameEntry(name: string): Buffer {
  const bytes = Buffer.from(name);
  if (bytes.length > longestName) throw new RangeError(`the name ${name} is too long for an image`);
  return Buffer.concat([Buffer.from([0x4e, 0x4d, 5 + bytes.length, 1, 0]), bytes]);
}

/** PX: what everybody may read; links, owner and group are of no account. */
function mode(folder: boolean): Buffer {
  const entry = Buffer.alloc(36);
  entry.write('PX');
  entry.writeUInt8(36, 2);
  entry.writeUInt8(1, 3);
  bothEndian32(entry, folder ? 0o040555 : 0o100444, 4);
  bothEndian32(entry, folder ? 2 : 1, 12);
  return entry;
}

export function descriptors(layout: ImageLayout, label: string, modified: Date): Buffer {
  const { primary, tables } = { primary: Buffer.alloc(sectorBytes), tables: pathTables(layout) };
  primary.writeUInt8(1, 0);
  primary.write('CD001', 1);
  primary.writeUInt8(1, 6);
  primary.fill(0x20, 8, 72);
  primary.write(
    label
      .slice(0, 32)
      .toUpperCase()
      .replaceAll(/[^A-Z0-9_]/g, '_'),
    40,
  );
  bothEndian32(primary, layout.totalSectors, 80);
  for (const at of [120, 124]) bothEndian16(primary, 1, at);
  bothEndian16(primary, sectorBytes, 128);
  bothEndian32(primary, tables.little.length, 132);
  primary.writeUInt32LE(18, 140);
  primary.writeUInt32BE(19, 148);
  const root = { plain: Buffer.from([0]), sector: layout.root.sector, size: layout.root.sectors * sectorBytes };
  record({ ...root, folder: true, modified: modified.getTime() }, []).copy(primary, 156);
  primary.fill(0x20, 190, 813);
  for (const at of [813, 830, 847, 864]) primary.fill('0', at, at + 16);
  primary.writeUInt8(1, 881);
  const terminator = Buffer.alloc(sectorBytes);
  terminator.writeUInt8(255, 0);
  terminator.write('CD001', 1);
  terminator.writeUInt8(1, 6);
  return Buffer.concat([
    Buffer.alloc(16 * sectorBytes),
    primary,
    terminator,
    oneSector(tables.little),
    oneSector(tables.big),
  ]);
}

/** Each fits into a sector: packs have a handful of folders. @throws RangeError for hundreds */
function pathTables({ folders }: ImageLayout): { readonly little: Buffer; readonly big: Buffer } {
  const entries = folders.map((folder) => {
    const siblings = folder.parent?.folders ?? [];
    const name = folder.parent === null ? Buffer.from([0]) : plainName('D', siblings.indexOf(folder));
    const entry = Buffer.alloc(8 + name.length + (name.length % 2));
    entry.writeUInt8(name.length, 0);
    name.copy(entry, 8);
    return { entry, folder };
  });
  const table = (write: (entry: Buffer, folder: ImageFolder) => void): Buffer =>
    Buffer.concat(
      entries.map(({ entry, folder }) => {
        const copy = Buffer.from(entry);
        write(copy, folder);
        return copy;
      }),
    );
  const parentOf = (folder: ImageFolder): number => folder.parent?.number ?? 1;
  return {
    little: table((entry, folder) => {
      entry.writeUInt32LE(folder.sector, 2);
      entry.writeUInt16LE(parentOf(folder), 6);
    }),
    big: table((entry, folder) => {
      entry.writeUInt32BE(folder.sector, 2);
      entry.writeUInt16BE(parentOf(folder), 6);
    }),
  };
}

function oneSector(content: Buffer): Buffer {
  if (content.length > sectorBytes) throw new RangeError('too many folders for an image');
  return Buffer.concat([content, Buffer.alloc(sectorBytes - content.length)]);
}

function bothEndian32(buffer: Buffer, value: number, at: number): void {
  buffer.writeUInt32LE(value, at);
  buffer.writeUInt32BE(value, at + 4);
}

function bothEndian16(buffer: Buffer, value: number, at: number): void {
  buffer.writeUInt16LE(value, at);
  buffer.writeUInt16BE(value, at + 2);
}

function dateOf(date: Date): Buffer {
  const year = Math.min(255, Math.max(0, date.getUTCFullYear() - 1900));
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
  return Buffer.from([year, month, day, date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), 0]);
}
