/** An ISO 9660 image as a source: its tree, and its bytes in one pass. */
import { basename } from 'node:path';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { IsoEntry, IsoFile } from '../../iso9660/entry.js';
import { readIsoImage, requireUncompressed, type IsoImage } from '../../iso9660/iso-image.js';
import { describeImage } from '../../recognise/other-images.js';
import type { ByteReader, WholeFile } from '../byte-reader.js';
import { readerDigest } from '../reader-digest.js';
import { FileDigest } from '../file-digest.js';
import type { CopySink, TreeSource } from '../media-source.js';
import { planTree } from '../plan-tree.js';
import type { SourceEntry } from '../source-entry.js';
import { sourceTree } from '../source-tree.js';
import { copyFiles } from './copy-files.js';
import { copyAndHash } from './copy-pass.js';
import { planCopy, type Segment } from './copy-plan.js';

/**
 * @param reader the image's bytes; the source's from here on
 * @throws MEDIA_ISO_UNSUPPORTED, MEDIA_ISO_DAMAGED, MEDIA_ENTRY_REFUSED, MEDIA_SOURCE_UNSUPPORTED
 */
export async function openIsoSource(reader: ByteReader): Promise<TreeSource> {
  const image = await readIsoImage(reader);
  try {
    return isoSource(image, reader);
  } catch (error) {
    await image.close();
    throw error;
  }
}

function isoSource(image: IsoImage, reader: ByteReader): TreeSource {
  const description = describeImage(image);
  const contents = new Map<string, IsoFile>();
  const entries = image.entries.map((entry) => sourceEntry(entry, contents));
  const fileOf = (content: string): IsoFile => {
    const file = contents.get(content);
    if (file === undefined) throw new Error(`no extents for ${content}`);
    return file;
  };
  const { file } = reader;
  const whole = file === undefined ? undefined : { file, digest: new FileDigest(file) };
  return {
    access: 'tree',
    kind: 'iso',
    label: basename(image.bytes.name),
    bytes: image.bytes.size,
    entries,
    details: { description, volume: image.volume.label, names: image.names, bootRecords: image.bootRecords },
    get tree() {
      requireTrueNames(image);
      for (const file of contents.values()) requireUncompressed(file);
      return sourceTree(planTree(entries), description, (file) => image.content(fileOf(file.content)));
    },
    begin: () => void whole?.digest.begin(),
    copy: (files, sink) => copyImage(image, planCopy(files, fileOf), whole, sink),
    digest: (signal) => whole?.digest.result(signal) ?? readerDigest(reader, signal),
    close: async () => {
      await whole?.digest.close();
      await image.close();
    },
  };
}

async function copyImage(
  image: IsoImage,
  segments: readonly Segment[],
  whole: { readonly file: WholeFile; readonly digest: FileDigest } | undefined,
  sink: CopySink,
): Promise<string> {
  if (whole === undefined) return copyAndHash(image.bytes, segments, sink);
  const { file, digest } = whole;
  await copyFiles(image.bytes, { file, thread: digest.begin() }, segments, sink);
  return digest.result(sink.signal);
}

/** Files that lie at the same place are the same bytes: hard links of the image. */
function sourceEntry(entry: IsoEntry, contents: Map<string, IsoFile>): SourceEntry {
  if (entry.kind !== 'file') return entry;
  const { path, modified, size } = entry;
  const content = size === 0 ? path : entry.extents.map(({ offset, length }) => `${offset}+${length}`).join(',');
  if (!contents.has(content)) contents.set(content, entry);
  return { kind: 'file', path, modified, size, content };
}

function requireTrueNames(image: IsoImage): void {
  if (image.names !== 'plain') return;
  throw new DrydockError('MEDIA_ISO_UNSUPPORTED', {
    attempted: 'reading the names of the image',
    subject: image.bytes.name,
    expected: 'Rock Ridge or Joliet names',
    found: 'plain ISO 9660 names, which cannot show files such as .treeinfo',
  });
}
