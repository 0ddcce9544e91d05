/** Writes tar archives in memory: what programs write, and what no program would. */
import type { FileTree } from './media-synthetic-tree.js';

export interface TarSpec {
  readonly path: string;
  readonly content?: Uint8Array | string;
  /** One character of the header: `0` file, `1` hard link, `2` symbolic link, `5` folder; default `0`. */
  readonly type?: string;
  readonly target?: string;
  readonly mode?: number;
  /** Seconds since 1970. */
  readonly modified?: number;
  /** Instead of the content's, for a header that lies. */
  readonly size?: number;
  readonly checksum?: number;
  /** Without the mark of POSIX, as archives before 1988. */
  readonly old?: boolean;
}

const blockSize = 512;
const longestField = 100;

export function writeTar(specs: readonly TarSpec[]): Buffer {
  return Buffer.concat([...specs.map(writeTarEntry), Buffer.alloc(2 * blockSize)]);
}

export function writeTarEntry(spec: TarSpec): Buffer {
  const content = Buffer.from(spec.content ?? '');
  return Buffer.concat([header(spec, content.length), padded(content)]);
}

export function tarOfTree(tree: FileTree, prefix = ''): Buffer {
  return writeTar(treeTarSpecs(tree, prefix));
}

/** Long names as GNU tar writes them. */
export function treeTarSpecs(tree: FileTree, prefix = ''): TarSpec[] {
  return [...tree].flatMap(([path, content]) => {
    const spec = { path: prefix + path, content };
    return Buffer.byteLength(spec.path) > longestField ? [longName(spec.path), spec] : [spec];
  });
}

/** A pax header with these records, to stand before its entry. */
export function paxHeader(records: Readonly<Record<string, string>>, type = 'x'): TarSpec {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + String(rest).length;
    if (rest + String(length).length > length) length += 1;
    return `${length} ${key}=${value}\n`;
  });
  return { path: 'PaxHeaders/entry', type, content: lines.join('') };
}

/** How GNU tar gives a long name to the entry behind it; type `K` for a link's target. */
export function longName(name: string, type = 'L'): TarSpec {
  return { path: '././@LongLink', type, content: `${name}\0` };
}

function header(spec: TarSpec, length: number): Buffer {
  const block = Buffer.alloc(blockSize);
  block.write(spec.path, 0, 100);
  octal(block, 100, 8, spec.mode ?? 0o644);
  octal(block, 108, 8, 0);
  octal(block, 116, 8, 0);
  octal(block, 124, 12, spec.size ?? length);
  octal(block, 136, 12, spec.modified ?? 1_700_000_000);
  block.write('        ', 148);
  block.write(spec.type ?? '0', 156);
  block.write(spec.target ?? '', 157, 100);
  if (spec.old !== true) block.write('ustar\x0000', 257);
  octal(block, 148, 7, spec.checksum ?? block.reduce((sum, byte) => sum + byte, 0));
  return block;
}

function octal(block: Buffer, at: number, length: number, value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((blockSize - (content.length % blockSize)) % blockSize)]);
}
