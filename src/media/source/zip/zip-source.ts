/** A zip archive as a source: the tree of a medium, or one ISO image. */
import { basename } from 'node:path';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { ByteReader } from '../byte-reader.js';
import { firstBytesLength, isIso, isSignedMessage } from '../first-bytes.js';
import { looksLikeMedium, onlyTopFolder } from '../medium-inside.js';
import { plainDetails, type CopySink, type SourceFile, type TreeSource } from '../media-source.js';
import { planTree } from '../plan-tree.js';
import { refusedEntry } from '../safe-path.js';
import type { SourceEntry } from '../source-entry.js';
import type { SourceSurroundings } from '../source-surroundings.js';
import { sourceTree } from '../source-tree.js';
import { forEachOf } from '../together.js';
import { hotfixSource, unsupportedSource } from '../unsupported-source.js';
import { copyBeside, wholeDigest } from '../whole-digest.js';
import { memberBeginning, memberContent, memberPieces } from './member-content.js';
import { readZipDirectory } from './zip-directory.js';
import type { ZipMember } from './zip-member.js';
import { openZippedIso } from './zipped-iso.js';

/** Unpacking goes on in the threads of the pool, of which there are four. */
const filesAtOnce = 4;
/** Archives that pass on an image hold it and a few notes. */
const mostLookedInto = 32;
const longestTarget = 4096;

/**
 * Where all entries lie below one folder that looks like a medium, that folder is the tree: zip programs are often told
 * to pack a folder instead of what is in it. An archive that looks like no medium is searched for an image.
 * @param reader the archive; the source's from here on
 * @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, MEDIA_ENTRY_REFUSED, MEDIA_SOURCE_UNSUPPORTED, FILE_UNREADABLE
 */
export async function openZipSource(reader: ByteReader, surroundings: SourceSurroundings): Promise<TreeSource> {
  const all = await readZipDirectory(reader, surroundings.signal);
  const isFile = (member: ZipMember): boolean => member.kind === 'file';
  const members = withoutTopFolder(all);
  if (!looksLikeMedium(new Set(members.filter(isFile).map(({ path }) => path)))) {
    const image = await onlyImage(reader, members.filter(isFile));
    if (image !== undefined) return openZippedIso(reader, image, members.filter(isFile).length - 1, surroundings);
  }
  const entries: SourceEntry[] = [];
  for (const member of members) entries.push(await sourceEntry(reader, member));
  return new ZipSource(reader, entries, new Map(members.map((member) => [contentOf(member), member])));
}

class ZipSource implements TreeSource {
  readonly access = 'tree';
  readonly kind = 'zip';
  readonly label: string;
  readonly bytes: number;
  readonly details;

  constructor(
    private readonly reader: ByteReader,
    readonly entries: readonly SourceEntry[],
    private readonly members: ReadonlyMap<string, ZipMember>,
  ) {
    this.label = basename(reader.name);
    this.bytes = reader.size;
    this.details = plainDetails(`a zip archive of ${entries.filter(({ kind }) => kind === 'file').length} files`);
  }

  get tree(): TreeSource['tree'] {
    const { description } = this.details;
    return sourceTree(planTree(this.entries), description, ({ content }) =>
      memberContent(this.reader, this.#member(content)),
    );
  }

  copy(files: readonly SourceFile[], sink: CopySink): Promise<string> {
    const ordered = files
      .map(({ path, content }) => ({ path, member: this.#member(content) }))
      .sort((left, right) => left.member.offset - right.member.offset);
    let done = 0;
    return copyBeside(
      sink,
      (inner) =>
        forEachOf(ordered, { atOnce: filesAtOnce, signal: inner.signal }, async ({ path, member }, signal) => {
          const file = await inner.open(path);
          const onRead = (bytes: number): void => inner.progress((done += bytes), path);
          for await (const piece of memberPieces(this.reader, member, signal, onRead)) await file.write(piece);
          await file.finish();
        }),
      (signal) => this.digest(signal),
    );
  }

  digest(signal: AbortSignal | undefined): Promise<string> {
    return wholeDigest(this.reader, signal);
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  #member(content: string): ZipMember {
    const member = this.members.get(content);
    if (member === undefined) throw new Error(`no entry for ${content}`);
    return member;
  }
}

function withoutTopFolder(members: readonly ZipMember[]): readonly ZipMember[] {
  const paths = members.map(({ path }) => path);
  const files = new Set(members.filter(({ kind }) => kind === 'file').map(({ path }) => path));
  const top = onlyTopFolder(paths, files);
  if (top === undefined) return members;
  return members
    .filter(({ path }) => path !== top)
    .map((member) => ({ ...member, path: member.path.slice(top.length + 1) }));
}

/** By the content, never by the name. @throws MEDIA_SOURCE_UNSUPPORTED for several, and for a hotfix */
async function onlyImage(reader: ByteReader, files: readonly ZipMember[]): Promise<ZipMember | undefined> {
  const largest = [...files].sort((left, right) => right.size - left.size).slice(0, mostLookedInto);
  const images: ZipMember[] = [];
  for (const member of largest) {
    const start = await memberBeginning(reader, member, firstBytesLength);
    if (isIso(start)) images.push(member);
    else if (isSignedMessage(start))
      throw hotfixSource(
        reader.name,
        `a zip archive with ${member.path}, a signed message as hotfixes of up to 7.0 are`,
      );
  }
  const [image] = images;
  if (images.length <= 1) return image;
  const names = images.map(({ path }) => path).sort();
  throw unsupportedSource(
    reader.name,
    `a zip archive with ${images.length} images: ${names.join(', ')}`,
    'Unpack the archive and give the one image that is meant.',
  );
}

async function sourceEntry(reader: ByteReader, member: ZipMember): Promise<SourceEntry> {
  const { path, kind, modified, size } = member;
  if (kind === 'file') return { kind, path, modified, size, content: contentOf(member) };
  if (kind !== 'symlink') return { kind, path, modified };
  return { kind, path, modified, target: await linkTarget(reader, member) };
}

/** What a link points at is the content of its entry. */
async function linkTarget(reader: ByteReader, member: ZipMember): Promise<string> {
  if (member.size > longestTarget) throw refusedEntry(member.path, `a link with a target of ${member.size} bytes`);
  const target = await memberContent(reader, member);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(target);
  } catch (cause) {
    if (cause instanceof DrydockError) throw cause;
    throw refusedEntry(member.path, 'a link with a target that is not UTF-8', cause);
  }
}

/** No two entries share their bytes. */
function contentOf(member: ZipMember): string {
  return String(member.offset);
}
