/** Writes zip archives in memory, honest ones and such as no program makes. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { FileTree } from './media-synthetic-tree.js';

export interface ZipSpec {
  /** Bytes where it is to be no text. */
  readonly path: string | Buffer;
  readonly content?: string | Buffer;
  readonly deflate?: boolean;
  /** Of the Unix file: type and permissions. */
  readonly mode?: number;
  readonly flags?: number;
  /** What the directory says in place of the truth. */
  readonly lie?: {
    crc32?: number;
    size?: number;
    packedSize?: number;
    method?: number;
    offset?: number;
    external?: number;
  };
  /** Behind the end of the compressed bytes, and counted among them. */
  readonly trailing?: Buffer;
}

export interface ZipWriterOptions {
  /** Every size and place in the fields of 64 bits. */
  readonly zip64?: boolean;
  /** What the end of the directory says in place of the number of entries. */
  readonly count?: number;
  readonly comment?: string;
}

export interface WrittenZip {
  readonly bytes: Buffer;
  /** Where the bytes of each entry begin, by path. */
  readonly contentAt: ReadonlyMap<string, number>;
}

const utf8Flag = 0x0800;

export function writeZip(specs: readonly ZipSpec[], options: ZipWriterOptions = {}): WrittenZip {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const contentAt = new Map<string, number>();
  let position = 0;
  const add = (part: Buffer): void => {
    parts.push(part);
    position += part.length;
  };
  for (const spec of specs) {
    const name = Buffer.from(spec.path as string);
    const plain = Buffer.from((spec.content ?? '') as string);
    const packed = Buffer.concat([
      spec.deflate === true ? deflateRawSync(plain) : plain,
      spec.trailing ?? Buffer.alloc(0),
    ]);
    const facts = {
      flags: spec.flags ?? utf8Flag,
      method: spec.lie?.method ?? (spec.deflate === true ? 8 : 0),
      sum: spec.lie?.crc32 ?? crc32(plain),
      size: spec.lie?.size ?? plain.length,
      packedSize: spec.lie?.packedSize ?? packed.length,
      offset: spec.lie?.offset ?? position,
    };
    add(Buffer.concat([header('PK\x03\x04', facts, name.length, 30), name]));
    contentAt.set(name.toString(), position);
    add(packed);
    directory.push(directoryEntry(facts, name, spec, options));
  }
  const start = position;
  for (const entry of directory) add(entry);
  const count = options.count ?? specs.length;
  if (options.zip64 === true) add(zip64End(count, position - start, start));
  add(
    end(
      options.zip64 === true
        ? { count: 0xffff, size: 0xffffffff, start: 0xffffffff }
        : { count, size: position - start, start },
      options.comment ?? '',
    ),
  );
  return { bytes: Buffer.concat(parts), contentAt };
}

export function zipOf(tree: FileTree, deflate = true, prefix = ''): Buffer {
  return writeZip([...tree].map(([path, content]) => ({ path: prefix + path, content, deflate }))).bytes;
}

interface Facts {
  readonly flags: number;
  readonly method: number;
  readonly sum: number;
  readonly size: number;
  readonly packedSize: number;
  readonly offset: number;
}

/** The local header, and what the entry of the directory has in common with it. */
function header(signature: string, facts: Facts, nameLength: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write(signature, 'latin1');
  // An entry of the directory has one more field after the signature: who made it.
  const shift = length === 30 ? 0 : 2;
  if (shift > 0) bytes.writeUInt16LE((3 << 8) | 20, 4);
  bytes.writeUInt16LE(20, 4 + shift);
  bytes.writeUInt16LE(facts.flags, 6 + shift);
  bytes.writeUInt16LE(facts.method, 8 + shift);
  // Noon of the first of January 2024.
  bytes.writeUInt16LE(12 << 11, 10 + shift);
  bytes.writeUInt16LE(((2024 - 1980) << 9) | (1 << 5) | 1, 12 + shift);
  bytes.writeUInt32LE(facts.sum, 14 + shift);
  bytes.writeUInt32LE(Math.min(facts.packedSize, 0xffffffff), 18 + shift);
  bytes.writeUInt32LE(Math.min(facts.size, 0xffffffff), 22 + shift);
  bytes.writeUInt16LE(nameLength, 26 + shift);
  return bytes;
}

function directoryEntry(facts: Facts, name: Buffer, spec: ZipSpec, { zip64 }: ZipWriterOptions): Buffer {
  const wide = zip64 === true ? { ...facts, size: 0xffffffff, packedSize: 0xffffffff } : facts;
  const bytes = header('PK\x01\x02', wide, name.length, 46);
  bytes.writeUInt32LE(spec.lie?.external ?? ((spec.mode ?? 0o100644) << 16) >>> 0, 38);
  bytes.writeUInt32LE(zip64 === true ? 0xffffffff : facts.offset, 42);
  if (zip64 !== true) return Buffer.concat([bytes, name]);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const [index, value] of [facts.size, facts.packedSize, facts.offset].entries())
    extra.writeBigUInt64LE(BigInt(value), 4 + index * 8);
  bytes.writeUInt16LE(extra.length, 30);
  return Buffer.concat([bytes, name, extra]);
}

function zip64End(count: number, size: number, start: number): Buffer {
  const bytes = Buffer.alloc(56 + 20);
  bytes.write('PK\x06\x06', 'latin1');
  bytes.writeBigUInt64LE(44n, 4);
  bytes.writeBigUInt64LE(BigInt(count), 24);
  bytes.writeBigUInt64LE(BigInt(count), 32);
  bytes.writeBigUInt64LE(BigInt(size), 40);
  bytes.writeBigUInt64LE(BigInt(start), 48);
  bytes.write('PK\x06\x07', 56, 'latin1');
  bytes.writeBigUInt64LE(BigInt(start + size), 64);
  bytes.writeUInt32LE(1, 72);
  return bytes;
}

function end({ count, size, start }: { count: number; size: number; start: number }, comment: string): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.write('PK\x05\x06', 'latin1');
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(size, 12);
  bytes.writeUInt32LE(start, 16);
  bytes.writeUInt16LE(comment.length, 20);
  return Buffer.concat([bytes, Buffer.from(comment, 'latin1')]);
}
