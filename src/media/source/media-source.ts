/**
 * The two kinds of sources. One with a tree can be looked at before it is copied (an image, a zip archive, a folder); a
 * stream is known only once it was unpacked (a tar archive).
 */
import type { FileRuns } from './file-runs.js';
import type { FileEntry, SourceEntry } from './source-entry.js';
import type { SourceTree } from './source-tree.js';

interface SourceBase {
  /** `iso`, `zip`, `tar gz`, `folder`; with what was around it before: `zip iso`. What `manifest.source.kind` says. */
  readonly kind: string;
  /** The last part of its name, without secrets. */
  readonly label: string;
  /** Of the file as it was given; of a folder, of all files in it. */
  readonly bytes: number;
  /** The sha256 that copying would give, without copying; as fast as the source can be read. */
  digest(signal: AbortSignal | undefined): Promise<string>;
  close(): Promise<void>;
}

export interface TreeSource extends SourceBase {
  readonly access: 'tree';
  readonly tree: SourceTree;
  /** Everything in it, links and devices too. */
  readonly entries: readonly SourceEntry[];
  /** What only one kind of source can tell, in words: names of an image, how it boots. */
  readonly details: SourceDetails;
  /** Before a digest or a copy that will certainly be asked for: what can be done already may begin. */
  begin?(): void;
  /**
   * Delivers the bytes of each of the files once, in the order that suits the source; empty files are not among them.
   * Resolves to the sha256 of the whole source.
   */
  copy(files: readonly SourceFile[], sink: CopySink): Promise<string>;
}

export type SourceFile = FileEntry;

export interface SourceDetails {
  /** "a GRUB rescue image (volume ISOIMAGE, 290 files, boots by BIOS and UEFI)". */
  readonly description: string;
  /** What an image calls itself. */
  readonly volume: string | null;
  /** Which of its sets of names an image is read by. */
  readonly names: string | null;
  readonly bootRecords: readonly { readonly platform: string; readonly bootable: boolean; readonly offset: number }[];
}

/** Of a source that is no image. */
export function plainDetails(description: string): SourceDetails {
  return { description, volume: null, names: null, bootRecords: [] };
}

export interface StreamSource extends SourceBase {
  readonly access: 'stream';
  /**
   * Delivers every file that has bytes of its own, empty ones too, and tells all entries; their paths are safe.
   * @throws MEDIA_ENTRY_REFUSED, MEDIA_ARCHIVE_DAMAGED
   */
  unpack(sink: CopySink): Promise<UnpackedStream>;
  /** Reads only as far as the metadata that tell what it is. */
  peek(signal: AbortSignal | undefined): Promise<PeekedStream>;
}

export interface UnpackedStream {
  readonly entries: readonly SourceEntry[];
  readonly sha256: string;
}

export interface PeekedStream {
  /** In the order of the stream, as far as it was read. */
  readonly entries: readonly SourceEntry[];
  /** Contents of the small files that recognition reads, by path. */
  readonly contents: ReadonlyMap<string, Buffer>;
  /** The stream was read to its end, so that what is not among the entries is not in it. */
  readonly complete: boolean;
}

export type MediaSource = TreeSource | StreamSource;

/** Where the bytes go. Closing what is open after an error is the sink's owner's part. */
export interface CopySink {
  /** Waits while too many files are open. The path is that of the file in the tree; its folders are made. */
  open(path: string): Promise<FileSink>;
  /** @param bytes of the source that were read so far */
  progress(bytes: number, current: string | null): void;
  readonly signal: AbortSignal | undefined;
}

export interface FileSink {
  /** In the order of the file; the data must stay as it is until the promise settles. */
  write(data: Uint8Array): Promise<void>;
  /**
   * Where the sink has a way that is faster: takes all of the file from a file of this disk, in place of `write`.
   * @param onBytes told now and then how many more were copied, all of them by the end
   * @returns the sha256. @throws FILE_UNREADABLE
   */
  readonly fill?: (from: FileRuns, onBytes: (bytes: number) => void) => Promise<string>;
  /**
   * Takes the digest, reports the file, syncs and closes it.
   * @throws MEDIA_DIGEST_MISMATCH where the metadata is known before
   */
  finish(): Promise<void>;
}
