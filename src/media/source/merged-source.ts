/** Several sources as one medium: a base and folders of others, such as the Linux pack of XenServer 5.6. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { digestContents } from './content-digests.js';
import type { CopySink, FileSink, SourceFile, TreeSource } from './media-source.js';
import { contentOf, mergeTrees, type MergedTree } from './merge-trees.js';
import { nowhere } from './nowhere.js';
import { sourceTree, type SourceTree } from './source-tree.js';

export interface SourcePart {
  readonly source: TreeSource;
  /** What is taken of it. */
  readonly folders: readonly string[];
}

interface OpenedPart extends SourcePart {
  readonly tree: SourceTree;
}

/** @throws MEDIA_MERGE_CONFLICT when the same name stands for different bytes; takes the sources over */
export async function mergeSources(
  base: TreeSource,
  parts: readonly SourcePart[],
  signal: AbortSignal | undefined,
): Promise<MergedSource> {
  const opened = parts.map((part) => ({ ...part, tree: part.source.tree }));
  const merged = mergeTrees(base.tree, opened);
  await requireSameBytes(base, opened, merged, signal);
  return new MergedSource(base, opened, merged);
}

export class MergedSource implements TreeSource {
  readonly access = 'tree';
  /** Kind, label and digest are the base's: it is what the medium is known by. */
  readonly kind: string;
  readonly label: string;
  readonly bytes: number;
  readonly details: TreeSource['details'];
  readonly tree: SourceTree;
  readonly entries: TreeSource['entries'];
  #partDigests: string[] = [];

  constructor(
    readonly base: TreeSource,
    private readonly parts: readonly OpenedPart[],
    merged: MergedTree,
  ) {
    this.kind = base.kind;
    this.label = base.label;
    this.details = base.details;
    this.bytes = [base, ...parts.map((part) => part.source)].reduce((sum, source) => sum + source.bytes, 0);
    const baseTree = base.tree;
    this.tree = sourceTree(merged, base.details.description, ({ path, size }) => {
      const owner = merged.owners.get(path);
      return ((owner === undefined ? undefined : parts[owner]?.tree) ?? baseTree).read(path, size);
    });
    this.entries = [...base.entries, ...[...merged.owners.keys()].flatMap((path) => merged.files.get(path) ?? [])];
  }

  get sources(): readonly TreeSource[] {
    return this.parts.map((part) => part.source);
  }

  /** Of the parts, known once they were copied. */
  get partDigests(): readonly string[] {
    return this.#partDigests;
  }

  /** One source after the other; each part is read as a whole, since its digest is that of all of it. */
  async copy(files: readonly SourceFile[], sink: CopySink): Promise<string> {
    const wanted = new Map(files.map((file) => [file.content, file.path]));
    const own = files.filter((file) => !file.content.startsWith('\0'));
    const sha256 = await this.base.copy(own, sink);
    let before = this.base.bytes;
    this.#partDigests = [];
    for (const [index, part] of this.parts.entries()) {
      const all = distinctFiles(part.tree);
      const names = new Map(all.map((file) => [file.path, wanted.get(contentOf(index, file))]));
      this.#partDigests.push(await part.source.copy(all, new PartSink(sink, names, before)));
      before += part.source.bytes;
    }
    return sha256;
  }

  digest(signal: AbortSignal | undefined): Promise<string> {
    return this.base.digest(signal);
  }

  async close(): Promise<void> {
    for (const source of [...this.sources, this.base]) await source.close();
  }
}

/** Passes on what is wanted under the name it is wanted by, and lets the rest go by. */
class PartSink implements CopySink {
  readonly signal: AbortSignal | undefined;

  constructor(
    private readonly sink: CopySink,
    private readonly names: ReadonlyMap<string, string | undefined>,
    private readonly before: number,
  ) {
    this.signal = sink.signal;
  }

  async open(path: string): Promise<FileSink> {
    const name = this.names.get(path);
    return name === undefined ? nowhere : this.sink.open(name);
  }

  progress(bytes: number, current: string | null): void {
    this.sink.progress(this.before + bytes, current);
  }
}

function distinctFiles(tree: SourceTree): SourceFile[] {
  const byContent = new Map(
    [...tree.files.values()].filter(({ size }) => size > 0).map((file) => [file.content, file]),
  );
  return [...byContent.values()];
}

async function requireSameBytes(
  base: TreeSource,
  parts: readonly OpenedPart[],
  { twice }: MergedTree,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (twice.length === 0) return;
  const sources = [{ source: base, tree: base.tree }, ...parts];
  const digests: ReadonlyMap<string, string>[] = [];
  for (const { path, part, owner } of twice) {
    const sides = [sources[owner === null ? 0 : owner + 1], sources[part + 1]] as const;
    const [left, right] = sides.map((side) => side?.tree.files.get(path));
    if (left?.size !== right?.size) throw conflict(path, `${left?.size ?? 0} and ${right?.size ?? 0} bytes`);
  }
  for (const { source, tree } of sources) digests.push(await digestContents(source, distinctFiles(tree), signal));
  for (const { path, part, owner } of twice) {
    const digestOf = (index: number): string | undefined =>
      digests[index]?.get(sources[index]?.tree.files.get(path)?.content ?? '');
    const [left, right] = [digestOf(owner === null ? 0 : owner + 1), digestOf(part + 1)];
    if (left !== right) throw conflict(path, `sha256 ${left ?? 'none'} and ${right ?? 'none'}`);
  }
}

function conflict(path: string, found: string): DrydockError {
  return new DrydockError('MEDIA_MERGE_CONFLICT', {
    attempted: 'merging another image into the medium',
    subject: path,
    expected: 'the same bytes in both',
    found,
  });
}
