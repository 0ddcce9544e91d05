/** The tree that an image would be published as: files only, links resolved, everything unsafe refused with its name. */
import { posix } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { IsoEntry, IsoFile, IsoSymlink } from '../iso9660/entry.js';
import { describeImage } from '../recognise/other-images.js';
import type { IsoImage } from '../iso9660/iso-image.js';

export interface SourceTree {
  /** Links to files stand here under their own path, with the content of what they point at. */
  readonly files: ReadonlyMap<string, IsoFile>;
  readonly folders: ReadonlySet<string>;
  /** What the image is, for the error about one that is no install medium. */
  readonly description: string;
  /** What was left out, said to the user. */
  readonly warnings: readonly string[];
  /** @throws MEDIA_METADATA_INVALID when the file is longer than `limit` bytes */
  read(path: string, limit: number): Promise<Buffer>;
}

const mostLinkHops = 16;

/** @throws MEDIA_ISO_UNSUPPORTED, MEDIA_ENTRY_REFUSED */
export function sourceTree(image: IsoImage): SourceTree {
  requireTrueNames(image);
  const byPath = new Map(image.entries.map((entry) => [entry.path, entry]));
  const files = new Map<string, IsoFile>();
  const folders = new Set<string>();
  const warnings: string[] = [];
  for (const entry of image.entries) {
    if (entry.kind === 'folder') folders.add(entry.path);
    else if (entry.kind === 'file') files.set(entry.path, requireUncompressed(entry));
    else if (entry.kind === 'special') throw refusedEntry(entry.path, 'a device, pipe or socket');
    else {
      const target = resolveLink(entry, byPath);
      if (target === undefined)
        warnings.push(`The link ${entry.path} points at ${entry.target}, which is not there; it was left out.`);
      else files.set(entry.path, { ...requireUncompressed(target), path: entry.path });
    }
  }
  return {
    files,
    folders,
    description: describeImage(image),
    warnings,
    read: (path, limit) => readFrom(image, files, path, limit),
  };
}

function requireTrueNames(image: IsoImage): void {
  if (image.names !== 'plain') return;
  throw new DrydockError('MEDIA_ISO_UNSUPPORTED', {
    attempted: 'reading the names of the image',
    subject: image.file.path,
    expected: 'Rock Ridge or Joliet names',
    found: 'plain ISO 9660 names, which cannot show files such as .treeinfo',
  });
}

function requireUncompressed(file: IsoFile): IsoFile {
  if (!file.compressed) return file;
  throw new DrydockError('MEDIA_ISO_UNSUPPORTED', {
    attempted: 'reading a file',
    subject: file.path,
    found: 'zisofs compression',
  });
}

/** The file that a link leads to; undefined when there is nothing. */
function resolveLink(link: IsoSymlink, byPath: ReadonlyMap<string, IsoEntry>): IsoFile | undefined {
  let current = link;
  for (let hop = 0; hop < mostLinkHops; hop++) {
    if (current.target.startsWith('/'))
      throw refusedEntry(link.path, `a link with an absolute target: ${current.target}`);
    const path = posix.normalize(posix.join(posix.dirname(current.path), current.target)).replace(/\/$/, '');
    if (path === '..' || path.startsWith('../'))
      throw refusedEntry(link.path, `a link that leaves the tree: ${current.target}`);
    const target = byPath.get(path);
    if (target === undefined) return undefined;
    if (target.kind === 'file') return target;
    if (target.kind !== 'symlink') throw refusedEntry(link.path, `a link to a ${target.kind}: ${current.target}`);
    current = target;
  }
  throw refusedEntry(link.path, `more than ${mostLinkHops} links in a row`);
}

async function readFrom(
  image: IsoImage,
  files: ReadonlyMap<string, IsoFile>,
  path: string,
  limit: number,
): Promise<Buffer> {
  const file = files.get(path);
  if (file === undefined)
    throw new DrydockError('MEDIA_INCOMPLETE', { attempted: 'reading a file of the medium', subject: path });
  return image.content(file, limit);
}

function refusedEntry(subject: string, found: string): DrydockError {
  return new DrydockError('MEDIA_ENTRY_REFUSED', { attempted: 'planning the tree', subject, found });
}
