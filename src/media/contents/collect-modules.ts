/** Goes through an archive once and takes from it what tells of kernel modules. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { compressionOf } from '../decompress/compression.js';
import { decompress } from '../decompress/decompress.js';
import type { CpioEntry } from './cpio.js';
import { readModinfo, type Modinfo } from './elf-modinfo.js';
import { nothingFound, type FoundModules, type KernelLists } from './found-modules.js';
import { modulePath, moduleName, type ModulePath } from './module-path.js';
import { parseBuiltinModinfo, parseModulesAlias, parseModulesBuiltin } from './modules-alias.js';
import { compactAlias, isPciAlias } from './pci-alias.js';

/** The largest modules, those of the graphics drivers, have some 25 MB. */
const largestModule = 64 * 1024 * 1024;
/** `modules.alias` of a real kernel has some 2 MB. */
const largestList = 8 * 1024 * 1024;
/** Of modules that wait until the archive around them is done; those of a distribution's kernel have some 50 MB. */
const mostWaitingBytes = 96 * 1024 * 1024;
/** A kernel has some 5 000. */
const mostModules = 100_000;
/** Of all modules together; those of a distribution's kernel have some 50 000. */
const mostAliases = 500_000;
/** Of one module; each is compared with each. */
const mostNames = 100;

export interface CollectOptions {
  /** Path in the medium of what is read. */
  readonly from: string;
  readonly signal: AbortSignal | undefined;
}

/** @throws what reading the entries throws; a module that cannot be read is told in the result */
export async function collectModules(
  entries: AsyncIterable<CpioEntry>,
  options: CollectOptions,
): Promise<FoundModules> {
  const collector = new Collector(options);
  for await (const entry of entries) {
    const place = entry.kind === 'file' ? modulePath(entry.path) : undefined;
    if (place !== undefined) await collector.take(entry, place);
  }
  await collector.finish();
  return collector.found;
}

type ListReader = (bytes: Buffer) => KernelLists;

const listReaders: ReadonlyMap<string, ListReader> = new Map<string, ListReader>([
  ['modules.alias', (bytes) => ({ aliases: parseModulesAlias(bytes.toString('utf8')) })],
  ['modules.builtin.modinfo', (bytes) => ({ builtinAliases: parseBuiltinModinfo(bytes) })],
  ['modules.builtin', (bytes) => ({ builtin: parseModulesBuiltin(bytes.toString('utf8')) })],
]);

class Collector {
  readonly found: FoundModules;
  /** Names of a hard-linked module whose bytes come with the last of them. */
  readonly #earlierNames = new Map<string, ModulePath[]>();
  /** Modules in xz: only one xz stream is read at a time, and the archive itself may be one. */
  readonly #waiting: { readonly bytes: Buffer; readonly places: readonly ModulePath[]; readonly path: string }[] = [];
  #waitingBytes = 0;
  #aliases = 0;
  #buffer = Buffer.alloc(0);

  constructor(private readonly options: CollectOptions) {
    this.found = nothingFound(options.from);
  }

  async take(entry: CpioEntry, place: ModulePath): Promise<void> {
    const reader = listReaders.get(place.path);
    if (reader !== undefined) await this.#takeList(entry, place, reader);
    else if (moduleName(place.path) !== undefined) await this.#takeModule(entry, place);
  }

  async #takeList(entry: CpioEntry, place: ModulePath, reader: ListReader): Promise<void> {
    if (entry.size > largestList) this.#tell(entry.path, tooLarge(entry, largestList));
    else {
      const lists = reader(await this.#read(entry));
      this.found.lists.set(place.kernel, { ...this.found.lists.get(place.kernel), ...lists });
    }
  }

  async finish(): Promise<void> {
    for (const { bytes, places, path } of this.#waiting) await this.#addModule(bytes, places, path);
  }

  async #takeModule(entry: CpioEntry, place: ModulePath): Promise<void> {
    const places = this.#allNames(entry, place);
    if (places.length === 0) return;
    if (this.found.modules.length + this.#waiting.length + places.length > mostModules)
      throw tooMany(this.options.from, `${mostModules} modules`);
    if (entry.size > largestModule) {
      this.#tell(entry.path, tooLarge(entry, largestModule));
      return;
    }
    const bytes = await this.#read(entry);
    if (compressionOf(bytes) !== 'xz') await this.#addModule(bytes, places, entry.path);
    else if (this.#waitingBytes + bytes.length > mostWaitingBytes)
      this.#tell(entry.path, tooLarge(entry, mostWaitingBytes - this.#waitingBytes));
    else {
      this.#waiting.push({ bytes: Buffer.from(bytes), places, path: entry.path });
      this.#waitingBytes += bytes.length;
    }
  }

  /** None as long as the bytes are still to come. */
  #allNames({ hardLink, size }: CpioEntry, place: ModulePath): readonly ModulePath[] {
    if (hardLink === null) return [place];
    const places = [...(this.#earlierNames.get(hardLink) ?? []), place];
    if (size > 0) this.#earlierNames.delete(hardLink);
    else this.#earlierNames.set(hardLink, places.slice(-mostNames));
    return size > 0 ? places : [];
  }

  /** A module that cannot be read is told; a fault of the archive around it ends everything before. */
  async #addModule(bytes: Buffer, places: readonly ModulePath[], subject: string): Promise<void> {
    try {
      this.#add(places, readModinfo(await this.#unpacked(bytes, subject), subject));
    } catch (error) {
      if (!(error instanceof DrydockError) || this.options.signal?.aborted === true) throw error;
      this.#tell(subject, error);
    }
  }

  #add(places: readonly ModulePath[], info: Modinfo): void {
    if (this.#aliases + info.aliases.length * places.length > mostAliases)
      throw tooMany(this.options.from, `${mostAliases} aliases`);
    this.#aliases += info.aliases.length * places.length;
    const pci = [...new Set(info.aliases.filter(isPciAlias).map(compactAlias))];
    const others = info.aliases.filter((alias) => !isPciAlias(alias)).length;
    // modprobe knows a module by its file; that is what the kernel calls it, too.
    for (const { kernel, path } of places)
      this.found.modules.push({ kernel, path, name: moduleName(path) ?? path, version: info.version, pci, others });
  }

  /** Modules may be compressed one by one: `ixgbe.ko.xz`. */
  async #unpacked(bytes: Buffer, subject: string): Promise<Buffer> {
    const kind = compressionOf(bytes);
    if (kind === null) return bytes;
    const chunks: Uint8Array[] = [];
    const source = decompress(kind, inOnePiece(bytes), { limit: largestModule, subject, signal: this.options.signal });
    for await (const chunk of source) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  }

  /** Into the same memory each time: an image holds hundreds of modules. */
  async #read(entry: CpioEntry): Promise<Buffer> {
    if (this.#buffer.length < entry.size) this.#buffer = Buffer.alloc(Math.max(entry.size, 2 * this.#buffer.length));
    let length = 0;
    for await (const chunk of entry.content()) {
      this.#buffer.set(chunk, length);
      length += chunk.length;
    }
    return this.#buffer.subarray(0, length);
  }

  #tell(path: string, { code, details, message }: DrydockError): void {
    this.found.unread.push({ subject: `${this.options.from}: ${path}`, code, found: details.found ?? message });
  }
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

function tooLarge({ path, size }: CpioEntry, most: number): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_UNSUPPORTED', {
    attempted: 'reading the modules of a kernel',
    subject: path,
    expected: `at most ${most} bytes`,
    found: `${size} bytes`,
  });
}

function tooMany(subject: string, most: string): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_UNSUPPORTED', {
    attempted: 'reading the modules of a kernel',
    subject,
    expected: `at most ${most}`,
    found: 'more',
  });
}
