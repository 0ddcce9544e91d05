/** An unpacked tree on disk as a source. */
import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { HashThread, type HashStream } from '../../verify/hash-thread.js';
import { mediaOneLevelDown } from '../medium-inside.js';
import type { FileRuns } from '../file-runs.js';
import { plainDetails, type CopySink, type FileSink, type SourceFile, type TreeSource } from '../media-source.js';
import { nowhere } from '../nowhere.js';
import { planTree } from '../plan-tree.js';
import type { SourceSurroundings } from '../source-surroundings.js';
import { sourceTree } from '../source-tree.js';
import { forEachOf } from '../together.js';
import { seenFilePieces, withSeenFile } from './seen-file.js';
import { walkFolder, type SeenFile, type WalkedFolder } from './walk-folder.js';

/** Enough that opening and closing small files overlap. */
const filesAtOnce = 8;

/**
 * The sha256 of a folder is that over one line `<sha256>  <path>` for each file of its tree, sorted by path (by
 * bytes, as `LC_ALL=C sort` does): the lines that `sha256sum` prints. Links to files stand there as files; times, modes and empty folders do not count.
 * @throws FILE_UNREADABLE, MEDIA_ENTRY_REFUSED
 */
export async function openFolderSource(path: string, surroundings: SourceSurroundings): Promise<TreeSource> {
  return new FolderSource(path, await walkFolder(path, surroundings.signal));
}

class FolderSource implements TreeSource {
  readonly access = 'tree';
  readonly kind = 'folder';
  readonly label: string;
  readonly bytes: number;
  readonly details;

  constructor(
    path: string,
    private readonly walked: WalkedFolder,
  ) {
    const files = walked.entries.filter((entry) => entry.kind === 'file');
    this.label = basename(resolve(path));
    this.bytes = files.reduce((sum, file) => sum + file.size, 0);
    this.details = plainDetails(describe(path, new Set(files.map((file) => file.path))));
  }

  get entries(): TreeSource['entries'] {
    return this.walked.entries;
  }

  get tree(): TreeSource['tree'] {
    return sourceTree(planTree(this.entries), this.details.description, async (file) => {
      const pieces: Buffer[] = [];
      for await (const piece of seenFilePieces(this.#seen(file.content), undefined)) pieces.push(Buffer.from(piece));
      return Buffer.concat(pieces);
    });
  }

  async copy(files: readonly SourceFile[], sink: CopySink): Promise<string> {
    const digests = new Map<string, string>();
    let done = 0;
    await this.#hashing(files, sink.signal, digests, async (file) => {
      const onBytes = (bytes: number): void => sink.progress((done += bytes), file.path);
      const target = await sink.open(file.path);
      const { fill } = target;
      return {
        write: async (piece) => {
          await target.write(piece);
          onBytes(piece.length);
        },
        finish: () => target.finish(),
        ...(fill === undefined ? {} : { fill: (from: FileRuns) => fill(from, onBytes) }),
      };
    });
    return this.#listingDigest(digests);
  }

  async digest(signal: AbortSignal | undefined): Promise<string> {
    const digests = new Map<string, string>();
    const files = new Map([...this.tree.files.values()].map((file) => [file.content, file]));
    await this.#hashing([...files.values()], signal, digests, () => Promise.resolve(nowhere));
    return this.#listingDigest(digests);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Has each file copied, or reads it, hashes it in the hashing thread and hands the bytes on. */
  async #hashing(
    files: readonly SourceFile[],
    signal: AbortSignal | undefined,
    digests: Map<string, string>,
    open: (file: SourceFile) => Promise<FileSink>,
  ): Promise<void> {
    const thread = new HashThread();
    try {
      await forEachOf(files, { atOnce: filesAtOnce, signal }, async (file, either) => {
        const seen = this.#seen(file.content);
        const target = await open(file);
        const { fill } = target;
        const sha256 =
          fill === undefined
            ? await hashPieces(seenFilePieces(seen, either), thread.open(['sha256']), target)
            : await withSeenFile(seen, (from) => fill(from, () => undefined));
        digests.set(file.content, sha256);
        await target.finish();
      });
    } finally {
      await thread.close();
    }
  }

  #listingDigest(digests: ReadonlyMap<string, string>): string {
    const hash = createHash('sha256');
    const files = [...this.tree.files.values()].sort((left, right) =>
      Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)),
    );
    for (const { path, size, content } of files) {
      const sha256 = size === 0 ? ofNothing : digests.get(content);
      if (sha256 === undefined) throw new Error(`no digest was taken of ${path}`);
      hash.update(`${sha256}  ${path}\n`);
    }
    return hash.digest('hex');
  }

  #seen(content: string): SeenFile {
    const seen = this.walked.files.get(content);
    if (seen === undefined) throw new Error(`no file was seen for ${content}`);
    return seen;
  }
}

async function hashPieces(pieces: AsyncIterable<Buffer>, hash: HashStream, target: FileSink): Promise<string> {
  for await (const piece of pieces) await Promise.all([target.write(piece), hash.update(piece)]);
  const [sha256 = ''] = await hash.digest();
  return sha256;
}

const ofNothing = createHash('sha256').digest('hex');

/** Giving the folder above by mistake is told, not mended: nobody should import another tree than the one they named. */
function describe(path: string, files: ReadonlySet<string>): string {
  const inside = mediaOneLevelDown(files).map((name) => join(path, name));
  const hint = inside.length === 0 ? '' : `; what looks like a medium lies one level down: ${inside.join(', ')}`;
  return `a folder of ${files.size} files${hint}`;
}
