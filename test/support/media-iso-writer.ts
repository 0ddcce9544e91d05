/**
 * A small writer of ISO 9660 images, with Rock Ridge and Joliet, for tests: it needs no program, says where each directory
 * record lies so that a test can spoil it, and writes things that no honest program would. It has no path tables.
 */

export interface IsoFileSpec {
  readonly path: string;
  readonly content: Uint8Array | string;
  /** Splits the content into several extents of this size (a multiple of 2048). */
  readonly extentSize?: number;
  /** Shares the bytes of another file. */
  readonly sameAs?: string;
  /** Makes the entry stand for a folder that lies elsewhere: a CL entry. */
  readonly childLink?: string;
  readonly zisofs?: true;
}

export interface IsoFolderSpec {
  readonly path: string;
  readonly folder: true;
  /** Marks it as shown elsewhere: an RE entry. */
  readonly relocated?: true;
}

export interface IsoLinkSpec {
  readonly path: string;
  readonly target: string;
}

export interface IsoDeviceSpec {
  readonly path: string;
  readonly device: true;
}

export type IsoSpec = IsoFileSpec | IsoFolderSpec | IsoLinkSpec | IsoDeviceSpec;

export interface IsoWriterOptions {
  readonly rockRidge?: boolean;
  readonly joliet?: boolean;
  readonly label?: string;
  /** Changes the recorded Rock Ridge name of an entry. */
  readonly rename?: Readonly<Record<string, string>>;
}

export interface WrittenIso {
  readonly image: Buffer;
  /** Byte of an entry's directory record, in the first tree. */
  readonly recordAt: (path: string) => number;
  /** First byte of a file's content or of a folder's records. */
  readonly contentAt: (path: string) => number;
}

const sector = 2048;
const modified = Buffer.from([124, 9, 24, 0, 0, 0, 0]);

export function writeIso(specs: readonly IsoSpec[], options: IsoWriterOptions = {}): WrittenIso {
  return new IsoWriter(specs, options).write();
}

interface Node {
  readonly path: string;
  readonly spec: IsoSpec;
  readonly children: Node[];
}

type Tree = 'first' | 'joliet';

class IsoWriter {
  readonly #root: Node = { path: '', spec: { path: '', folder: true }, children: [] };
  readonly #nodes = new Map<string, Node>([['', this.#root]]);
  readonly #blocks = new Map<string, number>();
  readonly #records = new Map<string, number>();
  readonly #continuations = new Map<string, number>();
  readonly #rockRidge: boolean;

  constructor(
    specs: readonly IsoSpec[],
    private readonly options: IsoWriterOptions,
  ) {
    this.#rockRidge = options.rockRidge ?? true;
    for (const spec of specs) this.#add(spec);
  }

  write(): WrittenIso {
    const trees: Tree[] = this.options.joliet === true ? ['first', 'joliet'] : ['first'];
    let next = 20;
    const take = (key: string, bytes: number): void => {
      this.#blocks.set(key, next);
      next += Math.max(1, Math.ceil(bytes / sector));
    };
    for (const tree of trees) {
      for (const node of this.#folders()) take(`${tree}:${node.path}`, this.#folderBytes(node, tree).length);
    }
    for (const node of this.#nodes.values()) {
      if (this.#rockRidge && this.#overflow(node).length > 0) {
        this.#continuations.set(node.path, next);
        next += 1;
      }
    }
    for (const node of this.#nodes.values()) {
      if ('content' in node.spec && node.spec.sameAs === undefined)
        take(`data:${node.path}`, contentOf(node.spec).length);
    }
    const image = Buffer.alloc(next * sector);
    this.#descriptors(image, trees, next);
    for (const tree of trees) for (const node of this.#folders()) this.#putFolder(image, node, tree);
    for (const [path, block] of this.#continuations) this.#overflow(this.#node(path)).copy(image, block * sector);
    for (const node of this.#nodes.values()) {
      if ('content' in node.spec && node.spec.sameAs === undefined)
        contentOf(node.spec).copy(image, this.#block(`data:${node.path}`) * sector);
    }
    return {
      image,
      recordAt: (path) => this.#records.get(path) ?? fail(path),
      contentAt: (path) => (this.#blocks.get(`data:${path}`) ?? this.#block(`first:${path}`)) * sector,
    };
  }

  #add(spec: IsoSpec): void {
    const slash = spec.path.lastIndexOf('/');
    const parentPath = slash === -1 ? '' : spec.path.slice(0, slash);
    if (!this.#nodes.has(parentPath)) this.#add({ path: parentPath, folder: true });
    const node = { path: spec.path, spec, children: [] };
    this.#node(parentPath).children.push(node);
    this.#nodes.set(spec.path, node);
  }

  #node(path: string): Node {
    return this.#nodes.get(path) ?? fail(path);
  }

  #block(key: string): number {
    return this.#blocks.get(key) ?? 0;
  }

  #folders(): Node[] {
    return [...this.#nodes.values()].filter((node) => 'folder' in node.spec);
  }

  #folderBytes(node: Node, tree: Tree, onRecord?: (path: string, offset: number) => void): Buffer {
    const parts: Buffer[] = [];
    let length = 0;
    const put = (record: Buffer, path: string | undefined): void => {
      const room = sector - (length % sector);
      if (record.length > room) {
        parts.push(Buffer.alloc(room));
        length += room;
      }
      if (path !== undefined) onRecord?.(path, length);
      parts.push(record);
      length += record.length;
    };
    put(
      this.#record(node, tree, Buffer.from([0]), node.path === '' ? this.#rootUse(tree) : this.#ownUse(tree)),
      undefined,
    );
    put(this.#record(node, tree, Buffer.from([1]), this.#ownUse(tree)), undefined);
    for (const child of node.children) for (const record of this.#childRecords(child, tree)) put(record, child.path);
    parts.push(Buffer.alloc((sector - (length % sector)) % sector));
    return Buffer.concat(parts);
  }

  #putFolder(image: Buffer, node: Node, tree: Tree): void {
    const start = this.#block(`${tree}:${node.path}`) * sector;
    this.#folderBytes(node, tree, (path, offset) => {
      if (tree === 'first' && !this.#records.has(path)) this.#records.set(path, start + offset);
    }).copy(image, start);
  }

  #childRecords(node: Node, tree: Tree): Buffer[] {
    const identifier = tree === 'joliet' ? jolietIdentifier(node) : this.#plainIdentifier(node);
    const use = tree === 'joliet' || !this.#rockRidge ? Buffer.alloc(0) : this.#systemUse(node);
    if (!('content' in node.spec)) return [this.#record(node, tree, identifier, use)];
    const { extentSize, sameAs } = node.spec;
    const block = this.#block(`data:${sameAs ?? node.path}`);
    const size = contentOf(sameAs === undefined ? node.spec : (this.#node(sameAs).spec as IsoFileSpec)).length;
    if (extentSize === undefined || size <= extentSize)
      return [buildRecord({ block, length: size, flags: 0, identifier, use })];
    return Array.from({ length: Math.ceil(size / extentSize) }, (_, index) => {
      const start = index * extentSize;
      const last = start + extentSize >= size;
      return buildRecord({
        block: block + start / sector,
        length: Math.min(extentSize, size - start),
        flags: last ? 0 : 0x80,
        identifier,
        use,
      });
    });
  }

  /** Of a folder, or of an entry without content. */
  #record(node: Node, tree: Tree, identifier: Buffer, use: Buffer): Buffer {
    const isFolder = 'folder' in node.spec;
    const parent = node.path.includes('/') ? node.path.slice(0, node.path.lastIndexOf('/')) : '';
    const path = identifier.length === 1 && identifier[0] === 1 ? parent : node.path;
    const block = isFolder ? this.#block(`${tree}:${path}`) : 0;
    const length = isFolder ? (this.#sizes.get(`${tree}:${path}`) ?? this.#measure(path, tree)) : 0;
    return buildRecord({ block, length, flags: isFolder ? 2 : 0, identifier, use });
  }

  readonly #sizes = new Map<string, number>();

  #measure(path: string, tree: Tree): number {
    const key = `${tree}:${path}`;
    this.#sizes.set(key, 0);
    const size = this.#folderBytes(this.#node(path), tree).length;
    this.#sizes.set(key, size);
    return size;
  }

  #plainIdentifier(node: Node): Buffer {
    const index = [...this.#nodes.keys()].indexOf(node.path);
    const text = this.#rockRidge ? `F${String(index).padStart(6, '0')}` : plainText(node.path);
    return Buffer.from('folder' in node.spec ? text : `${text};1`, 'latin1');
  }

  #rootUse(tree: Tree): Buffer {
    if (tree === 'joliet' || !this.#rockRidge) return Buffer.alloc(0);
    return Buffer.concat([entry('SP', [0xbe, 0xef, 0]), posixMode(0o040755)]);
  }

  #ownUse(tree: Tree): Buffer {
    return tree === 'joliet' || !this.#rockRidge ? Buffer.alloc(0) : posixMode(0o040755);
  }

  /** What fits stands in the record; the name or link then goes to a continuation. */
  #systemUse(node: Node): Buffer {
    const base = this.#baseUse(node);
    const tail = this.#tailUse(node);
    if (base.length + tail.length <= 190) return Buffer.concat([base, tail]);
    const continuation = entry('CE', [
      ...both32(this.#continuations.get(node.path) ?? 0),
      ...both32(0),
      ...both32(tail.length),
    ]);
    return Buffer.concat([base, continuation]);
  }

  #overflow(node: Node): Buffer {
    if (node.path === '') return Buffer.alloc(0);
    const tail = this.#tailUse(node);
    return this.#baseUse(node).length + tail.length <= 190 ? Buffer.alloc(0) : tail;
  }

  #baseUse(node: Node): Buffer {
    const { spec } = node;
    const parts = [posixMode(modeOf(spec)), entry('TF', [0x02, ...modified])];
    if ('relocated' in spec) parts.push(entry('RE', []));
    if ('childLink' in spec) parts.push(entry('CL', [...both32(this.#block(`first:${spec.childLink}`))]));
    if ('zisofs' in spec) parts.push(entry('ZF', [...Buffer.from('pz'), 4, 15, ...both32(10)]));
    return Buffer.concat(parts);
  }

  #tailUse(node: Node): Buffer {
    const recorded = this.options.rename?.[node.path] ?? node.path.slice(node.path.lastIndexOf('/') + 1);
    const name = Buffer.from(recorded);
    const parts: Buffer[] = [];
    for (let offset = 0; offset === 0 || offset < name.length; offset += 200) {
      const more = offset + 200 < name.length;
      parts.push(entry('NM', [more ? 1 : 0, ...name.subarray(offset, offset + 200)]));
    }
    if ('target' in node.spec) parts.push(linkEntry(node.spec.target));
    return Buffer.concat(parts);
  }

  #descriptors(image: Buffer, trees: readonly Tree[], blocks: number): void {
    for (const [index, tree] of trees.entries()) {
      const at = (16 + index) * sector;
      image[at] = tree === 'first' ? 1 : 2;
      image.write('CD001\x01', at + 1, 'latin1');
      image.write((this.options.label ?? 'SYNTHETIC').padEnd(32), at + 40, 'latin1');
      if (tree === 'joliet') image.write('%/E', at + 88, 'latin1');
      image[at + 881] = 1;
      Buffer.from(both32(blocks)).copy(image, at + 80);
      Buffer.from(both16(1)).copy(image, at + 120);
      Buffer.from(both16(1)).copy(image, at + 124);
      Buffer.from(both16(sector)).copy(image, at + 128);
      this.#record(this.#root, tree, Buffer.from([0]), Buffer.alloc(0)).copy(image, at + 156);
    }
    const end = (16 + trees.length) * sector;
    image[end] = 255;
    image.write('CD001\x01', end + 1, 'latin1');
  }
}

function buildRecord(fields: {
  block: number;
  length: number;
  flags: number;
  identifier: Buffer;
  use: Buffer;
}): Buffer {
  const { identifier, use } = fields;
  const head = 33 + identifier.length + (identifier.length % 2 === 0 ? 1 : 0);
  const record = Buffer.alloc(head + use.length + ((head + use.length) % 2));
  if (record.length > 255) throw new Error('a directory record that is too long');
  record[0] = record.length;
  Buffer.from(both32(fields.block)).copy(record, 2);
  Buffer.from(both32(fields.length)).copy(record, 10);
  modified.copy(record, 18);
  record[25] = fields.flags;
  Buffer.from(both16(1)).copy(record, 28);
  record[32] = identifier.length;
  identifier.copy(record, 33);
  use.copy(record, head);
  return record;
}

function contentOf(spec: IsoFileSpec): Buffer {
  return Buffer.from(spec.content as string);
}

function modeOf(spec: IsoSpec): number {
  if ('folder' in spec) return 0o040755;
  if ('target' in spec) return 0o120777;
  return 'device' in spec ? 0o020666 : 0o100644;
}

function posixMode(mode: number): Buffer {
  return entry('PX', [...both32(mode), ...both32(1), ...both32(0), ...both32(0)]);
}

function linkEntry(target: string): Buffer {
  const components: number[] = [];
  for (const [index, part] of target.split('/').entries()) {
    if (part === '' && index === 0) components.push(0x08, 0);
    else if (part === '.') components.push(0x02, 0);
    else if (part === '..') components.push(0x04, 0);
    else if (part !== '') components.push(0, Buffer.byteLength(part), ...Buffer.from(part));
  }
  return entry('SL', [0, ...components]);
}

function entry(signature: string, data: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(signature, 'latin1'), Buffer.from([data.length + 4, 1, ...data])]);
}

function jolietIdentifier(node: Node): Buffer {
  // Joliet with long names ends at 103 characters.
  const name = node.path.slice(node.path.lastIndexOf('/') + 1).slice(0, 100);
  return Buffer.from('folder' in node.spec ? name : `${name};1`, 'utf16le').swap16();
}

function plainText(path: string): string {
  const [base = '', extension = ''] = path
    .slice(path.lastIndexOf('/') + 1)
    .toUpperCase()
    .replace(/[^A-Z0-9.]/g, '_')
    .split('.');
  return extension === '' ? base.slice(0, 8) : `${base.slice(0, 8)}.${extension.slice(0, 3)}`;
}

function both32(value: number): number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return [...bytes];
}

function both16(value: number): number[] {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return [...bytes];
}

function fail(path: string): never {
  throw new Error(`no such entry in the image: ${path}`);
}
