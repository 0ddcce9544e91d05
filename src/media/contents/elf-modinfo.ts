/**
 * The `.modinfo` section of a kernel module: what it calls itself, and which devices it drives. Of 64 and of 32 bits, since
 * dom0 was of 32 bits up to 6.2; little-endian, since all hosts are. After the System V ABI, "Object files".
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface Modinfo {
  /** As the kernel names it; modules before Linux 4.13 name themselves by their file only. */
  readonly name: string | null;
  readonly version: string | null;
  /** Begins with the version of the kernel it was built for. */
  readonly vermagic: string | null;
  readonly aliases: readonly string[];
}

/** The largest sections are those of the graphics drivers, with some 200 kB. */
const largestModinfo = 8 * 1024 * 1024;
const mostAliases = 100_000;
const longestAlias = 4096;
const sectionName = Buffer.from('.modinfo\0');
const magic = Buffer.from('7f454c46', 'hex');

/** Where the fields of the header of the file and of each section lie. */
interface Layout {
  readonly headerSize: number;
  readonly sectionSize: number;
  readonly sectionsAt: number;
  readonly sectionSizeAt: number;
  readonly offsetAt: number;
  readonly sizeAt: number;
  word(bytes: Buffer, at: number): number;
}

const layouts: Readonly<Record<number, Layout>> = {
  1: {
    ...{ headerSize: 52, sectionSize: 40, sectionsAt: 0x20, sectionSizeAt: 0x2e, offsetAt: 16, sizeAt: 20 },
    word: (bytes, at) => bytes.readUInt32LE(at),
  },
  2: {
    ...{ headerSize: 64, sectionSize: 64, sectionsAt: 0x28, sectionSizeAt: 0x3a, offsetAt: 24, sizeAt: 32 },
    // Exact up to 2⁵³, and anything beyond is outside of the file anyway.
    word: (bytes, at) => Number(bytes.readBigUInt64LE(at)),
  },
};

/** @param subject path of the module. @throws MEDIA_ARCHIVE_DAMAGED when it is no module */
export function readModinfo(module: Buffer, subject: string): Modinfo {
  const section = modinfoSection(module, subject);
  const values = { name: null, version: null, vermagic: null } as Record<
    'name' | 'version' | 'vermagic',
    string | null
  >;
  const aliases: string[] = [];
  for (const [key, value] of modinfoEntries(section)) {
    if (key === 'alias' && value.length <= longestAlias) aliases.push(value);
    else if (key === 'name' || key === 'version' || key === 'vermagic') values[key] ??= value.slice(0, 200);
    if (aliases.length > mostAliases) throw noModule(subject, `more than ${mostAliases} aliases`);
  }
  return { ...values, aliases };
}

/** `key=value`, each ended by one zero or more. */
export function* modinfoEntries(section: Buffer): Generator<readonly [string, string]> {
  for (let at = 0; at < section.length;) {
    const zero = section.indexOf(0, at);
    const end = zero === -1 ? section.length : zero;
    const equals = section.indexOf(0x3d, at);
    if (equals !== -1 && equals < end)
      yield [section.toString('latin1', at, equals), section.toString('utf8', equals + 1, end)];
    at = end + 1;
  }
}

function modinfoSection(module: Buffer, subject: string): Buffer {
  const layout = layoutOf(module, subject);
  const table = layout.word(module, layout.sectionsAt);
  const [entrySize, count, namesIndex] = [0, 2, 4].map((at) => module.readUInt16LE(layout.sectionSizeAt + at));
  if (entrySize !== layout.sectionSize || count === undefined || namesIndex === undefined)
    throw noModule(subject, `sections of ${entrySize} bytes`);
  const headers = part(module, table, count * layout.sectionSize, subject);
  const header = (index: number): Buffer =>
    headers.subarray(index * layout.sectionSize, (index + 1) * layout.sectionSize);
  const contentOf = (section: Buffer): Buffer =>
    part(module, layout.word(section, layout.offsetAt), layout.word(section, layout.sizeAt), subject);
  if (namesIndex >= count) throw noModule(subject, `section ${namesIndex} of ${count}`);
  const names = contentOf(header(namesIndex));
  for (let index = 0; index < count; index += 1) {
    const nameAt = header(index).readUInt32LE(0);
    if (!names.subarray(nameAt, nameAt + sectionName.length).equals(sectionName)) continue;
    const section = contentOf(header(index));
    if (section.length > largestModinfo) throw noModule(subject, `a .modinfo of ${section.length} bytes`);
    return section;
  }
  throw noModule(subject, 'no section .modinfo');
}

function layoutOf(module: Buffer, subject: string): Layout {
  const layout = layouts[module[4] ?? 0];
  const littleEndian = 1;
  if (!module.subarray(0, 4).equals(magic) || layout === undefined || module[5] !== littleEndian)
    throw noModule(subject, 'other bytes');
  if (module.length < layout.headerSize) throw noModule(subject, 'a file that ends within its header');
  return layout;
}

function part(module: Buffer, offset: number, length: number, subject: string): Buffer {
  if (offset + length > module.length) throw noModule(subject, 'a file that ends before its sections');
  return module.subarray(offset, offset + length);
}

function noModule(subject: string, found: string): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_DAMAGED', {
    attempted: 'reading a kernel module',
    subject,
    expected: 'an ELF file with a .modinfo section',
    found,
  });
}
