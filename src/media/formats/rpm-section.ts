/**
 * The structure that an RPM package holds twice, for its signatures and for its header: an index of tags and a store of
 * their values (rpm.org, "RPM Package Header format"), read without trust.
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** Bytes at a place of the package; fewer than asked for only at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

const rpmTypes = { int32: 4, string: 6, binary: 7, stringArray: 8, translated: 9 } as const;

type RpmType = (typeof rpmTypes)[keyof typeof rpmTypes];

interface IndexEntry {
  readonly tag: number;
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

interface RpmIndex {
  readonly first: IndexEntry | undefined;
  readonly count: number;
  readonly entries: ReadonlyMap<number, IndexEntry>;
  /** Tags that occur more than once. */
  readonly twice: ReadonlySet<number>;
}

/** As rpm bounds them (rpm 4.14 on). */
const largestStore = 64 * 1024 * 1024;
const introSize = 16;
const entrySize = 16;
const magic = Buffer.from('8eade80100000000', 'hex');
/** Bytes of one value by its type; 0 for text, which ends with a zero. */
const valueSizes = [0, 1, 1, 2, 4, 8, 0, 1, 0, 0];
/** A package that provides more names than this was made to cost time. */
const mostTexts = 1_000_000;

export class RpmSection {
  private constructor(
    private readonly subject: string,
    /** From the magic to the end of the store: what header signatures and header digests are made over. */
    readonly bytes: Buffer,
    private readonly index: RpmIndex,
    private readonly store: Buffer,
  ) {}

  /** @throws MEDIA_PACKAGE_INVALID */
  static async read(
    read: ReadAt,
    offset: number,
    { subject, mostEntries }: { readonly subject: string; readonly mostEntries: number },
  ): Promise<RpmSection> {
    const intro = await read(offset, introSize);
    if (intro.length < introSize) throw invalidPackage(subject, 'a file that ends before its header');
    if (!intro.subarray(0, magic.length).equals(magic))
      throw invalidPackage(subject, 'another magic number', { expected: `a header at byte ${offset}` });
    const count = intro.readUInt32BE(8);
    const storeSize = intro.readUInt32BE(12);
    if (count === 0 || count > mostEntries)
      throw invalidPackage(subject, `${count} tags`, { expected: `1 to ${mostEntries} tags` });
    if (storeSize > largestStore)
      throw invalidPackage(subject, `a header of ${storeSize} bytes`, { expected: `at most ${largestStore}` });
    const storeAt = introSize + count * entrySize;
    const bytes = await read(offset, storeAt + storeSize);
    if (bytes.length < storeAt + storeSize) throw invalidPackage(subject, 'a file that ends within its header');
    const store = bytes.subarray(storeAt);
    return new RpmSection(subject, bytes, readIndex(bytes.subarray(introSize, storeAt), store.length, subject), store);
  }

  /**
   * What is signed is the region that the first tag marks; rpm refuses a package that has tags outside of it, and so
   * nothing unsigned is ever read here.
   * @throws MEDIA_PACKAGE_INVALID
   */
  requireWholeRegion(regionTag: number): void {
    const { first, count } = this.index;
    const marks = first?.tag === regionTag && first.type === rpmTypes.binary && first.count === entrySize;
    if (!marks) throw invalidPackage(this.subject, 'a header that marks no signed region');
    const trailer = readEntry(viewOf(this.store), first.offset);
    const whole =
      trailer.tag === regionTag &&
      trailer.type === rpmTypes.binary &&
      trailer.count === entrySize &&
      -(trailer.offset | 0) === count * entrySize &&
      first.offset + entrySize === this.store.length;
    if (!whole) throw invalidPackage(this.subject, 'tags outside of the signed region');
  }

  has(tag: number): boolean {
    return this.index.entries.has(tag);
  }

  text(tag: number): string | undefined {
    const entry = this.#find(tag, [rpmTypes.string]);
    return entry === undefined ? undefined : this.#textAt(entry.offset, tag).text;
  }

  /** Empty where the tag is missing. */
  texts(tag: number): string[] {
    const entry = this.#find(tag, [rpmTypes.stringArray, rpmTypes.translated]);
    if (entry === undefined) return [];
    if (entry.count > Math.min(mostTexts, this.store.length - entry.offset))
      throw invalidPackage(this.subject, `${entry.count} values of the tag ${tag}`);
    const texts: string[] = [];
    for (let at = entry.offset; texts.length < entry.count;) {
      const { text, end } = this.#textAt(at, tag);
      texts.push(text);
      at = end + 1;
    }
    return texts;
  }

  number(tag: number): number | undefined {
    const entry = this.#find(tag, [rpmTypes.int32]);
    return entry === undefined || entry.count !== 1 ? undefined : this.store.readUInt32BE(entry.offset);
  }

  bytesOf(tag: number): Buffer | undefined {
    const entry = this.#find(tag, [rpmTypes.binary]);
    return entry === undefined ? undefined : this.store.subarray(entry.offset, entry.offset + entry.count);
  }

  /** A tag that occurs twice would be read as one thing here and as another there. */
  #find(tag: number, types: readonly RpmType[]): IndexEntry | undefined {
    if (this.index.twice.has(tag)) throw invalidPackage(this.subject, `the tag ${tag} twice`);
    const entry = this.index.entries.get(tag);
    if (entry !== undefined && !types.some((type) => type === entry.type))
      throw invalidPackage(this.subject, `the tag ${tag} with the type ${entry.type}`);
    return entry;
  }

  #textAt(offset: number, tag: number): { readonly text: string; readonly end: number } {
    const end = this.store.indexOf(0, offset);
    if (end === -1) throw invalidPackage(this.subject, `text without an end in the tag ${tag}`);
    return { text: this.store.toString('utf8', offset, end), end };
  }
}

/** @param subject path of the package in the medium */
export function invalidPackage(
  subject: string,
  found: string,
  details: { readonly expected?: string; readonly cause?: unknown } = {},
): DrydockError {
  return new DrydockError('MEDIA_PACKAGE_INVALID', { attempted: 'reading a package', subject, found, ...details });
}

function readIndex(bytes: Buffer, storeSize: number, subject: string): RpmIndex {
  const view = viewOf(bytes);
  const entries = new Map<number, IndexEntry>();
  const twice = new Set<number>();
  let first: IndexEntry | undefined;
  for (let at = 0; at < bytes.length; at += entrySize) {
    const entry = readEntry(view, at);
    requireInside(entry, storeSize, subject);
    first ??= entry;
    if (entries.has(entry.tag)) twice.add(entry.tag);
    entries.set(entry.tag, entry);
  }
  return { first, count: bytes.length / entrySize, entries, twice };
}

/** Reads numbers several times as fast as a Buffer does: a medium has some sixty thousand tags. */
function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function readEntry(view: DataView, at: number): IndexEntry {
  return {
    tag: view.getUint32(at),
    type: view.getUint32(at + 4),
    offset: view.getUint32(at + 8),
    count: view.getUint32(at + 12),
  };
}

function requireInside({ tag, type, offset, count }: IndexEntry, storeSize: number, subject: string): void {
  const size = valueSizes[type];
  const least = size === 0 ? 1 : (size ?? 0) * count;
  if (size === undefined || count === 0 || offset + least > storeSize)
    throw invalidPackage(subject, `the tag ${tag} (type ${type}, ${count} values) outside of the store`);
}
