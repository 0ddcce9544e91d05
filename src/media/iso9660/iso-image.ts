/** An ISO 9660 image, opened: its best set of names, its entries, and its bytes. Knows nothing of install media. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { readBootCatalogue, type BootRecord } from './boot-catalogue.js';
import type { IsoEntry, IsoFile, IsoNames } from './entry.js';
import { ImageFile } from './image-file.js';
import { rockRidgeSkip, TreeReader } from './tree-reader.js';
import { readVolume, type Volume } from './volume.js';

export interface IsoImage {
  readonly file: ImageFile;
  readonly volume: Volume;
  readonly names: IsoNames;
  readonly entries: readonly IsoEntry[];
  readonly bootRecords: readonly BootRecord[];
  /** @throws MEDIA_ISO_UNSUPPORTED when the file is longer than `limit` or compressed */
  content(file: IsoFile, limit: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Rock Ridge first, since Joliet cuts long names and knows no links; Joliet where there is nothing better.
 * @throws FILE_UNREADABLE, MEDIA_SOURCE_UNSUPPORTED, MEDIA_ISO_UNSUPPORTED, MEDIA_ISO_DAMAGED, MEDIA_ENTRY_REFUSED
 */
export async function openIsoImage(path: string): Promise<IsoImage> {
  const file = await ImageFile.open(path);
  try {
    const volume = await readVolume(file);
    const { names, entries } = await readTree(file, volume);
    const bootRecords = await readBootCatalogue(file, volume);
    return {
      file,
      volume,
      names,
      entries,
      bootRecords,
      content: (entry, limit) => readContent(file, entry, limit),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readTree(file: ImageFile, volume: Volume): Promise<{ names: IsoNames; entries: IsoEntry[] }> {
  const skip = await rockRidgeSkip(file, volume);
  if (skip !== undefined) {
    return { names: 'rock-ridge', entries: await new TreeReader(file, volume, 'rock-ridge', skip).read(volume.root) };
  }
  if (volume.jolietRoot !== undefined) {
    return { names: 'joliet', entries: await new TreeReader(file, volume, 'joliet', 0).read(volume.jolietRoot) };
  }
  return { names: 'plain', entries: await new TreeReader(file, volume, 'plain', 0).read(volume.root) };
}

async function readContent(file: ImageFile, entry: IsoFile, limit: number): Promise<Buffer> {
  if (entry.compressed) {
    throw new DrydockError('MEDIA_ISO_UNSUPPORTED', {
      attempted: 'reading a file',
      subject: entry.path,
      found: 'zisofs compression',
    });
  }
  if (entry.size > limit) {
    throw new DrydockError('MEDIA_METADATA_INVALID', {
      attempted: 'reading a metadata file',
      subject: entry.path,
      expected: `at most ${limit} bytes`,
      found: `${entry.size} bytes`,
    });
  }
  const parts: Buffer[] = [];
  for (const extent of entry.extents) parts.push(await file.read(extent.offset, extent.length, entry.path));
  return Buffer.concat(parts);
}
