/** Opening and importing sources in tests: surroundings, trees on disk, and what a source delivers. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CopySink, MediaSource, TreeSource } from '../../src/media/source/media-source.js';
import { openSource } from '../../src/media/source/open-source.js';
import type { SourceSurroundings } from '../../src/media/source/source-surroundings.js';
import { diskFiles } from '../../src/media/store/store-files.js';
import type { FileTree } from './media-synthetic-tree.js';

export function surroundingsIn(folder: string, changes: Partial<SourceSurroundings> = {}): SourceSurroundings {
  return {
    spool: async () => {
      await mkdir(join(folder, 'spool'), { recursive: true });
      return join(folder, 'spool');
    },
    files: diskFiles,
    signal: undefined,
    onProgress: () => undefined,
    ...changes,
  };
}

/** Opens sources that are closed after each test of the suite it is called in. */
export function treeOpener(): (source: string, surroundings: SourceSurroundings) => Promise<TreeSource> {
  const opened: MediaSource[] = [];
  afterEach(async () => {
    for (const source of opened.splice(0)) await source.close();
  });
  return async (path, surroundings) => {
    const source = await openSource(path, surroundings);
    opened.push(source);
    if (source.access !== 'tree') throw new Error(`${path} was opened as ${source.kind}`);
    return source;
  };
}

export async function writeTree(folder: string, tree: FileTree): Promise<void> {
  for (const [path, content] of tree) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** Keeps what is written, in memory. */
export class MemorySink implements CopySink {
  readonly signal;
  readonly files = new Map<string, Buffer>();
  read = 0;

  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  open(path: string): ReturnType<CopySink['open']> {
    const pieces: Buffer[] = [];
    return Promise.resolve({
      write: (data: Uint8Array) => {
        pieces.push(Buffer.from(data));
        return Promise.resolve();
      },
      finish: () => {
        this.files.set(path, Buffer.concat(pieces));
        return Promise.resolve();
      },
    });
  }

  progress(bytes: number): void {
    this.read = bytes;
  }
}

/** All files of a source, as importing would copy them, and the sha256 it resolves to. */
export async function copied(
  source: TreeSource,
): Promise<{ files: Map<string, string>; sha256: string; read: number }> {
  const sink = new MemorySink();
  const sha256 = await source.copy(
    [...source.tree.files.values()].filter((file) => file.size > 0),
    sink,
  );
  return {
    files: new Map([...sink.files].map(([path, bytes]) => [path, bytes.toString('latin1')])),
    sha256,
    read: sink.read,
  };
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
