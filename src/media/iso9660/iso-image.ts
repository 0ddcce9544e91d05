/** An ISO 9660 image, opened: its best set of names, its entries, and its bytes. Knows nothing of install media. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { readBootCatalogue, type BootRecord } from './boot-catalogue.js';
import type { IsoEntry, IsoFile, IsoNames } from './entry.js';
import { ImageBytes } from './image-bytes.js';
import { openFileReader, type ByteReader } from '../source/byte-reader.js';
import { rockRidgeSkip, TreeReader } from './tree-reader.js';
import { readVolume, type Volume } from './volume.js';

export interface IsoImage {
  readonly bytes: ImageBytes;
  readonly volume: Volume;
  readonly names: IsoNames;
  readonly entries: readonly IsoEntry[];
  readonly bootRecords: readonly BootRecord[];
  /** @throws MEDIA_ISO_UNSUPPORTED when the file is compressed */
  content(file: IsoFile): Promise<Buffer>;
  close(): Promise<void>;
}

/** @throws FILE_UNREADABLE and what {@link readIsoImage} throws */
export async function openIsoImage(path: string): Promise<IsoImage> {
  return readIsoImage(await openFileReader(path));
}

/**
 * Rock Ridge first, since Joliet cuts long names and knows no links; Joliet where there is nothing better.
 * The reader is the image's from here on, and closed when it cannot be read.
 * @throws MEDIA_SOURCE_UNSUPPORTED, MEDIA_ISO_UNSUPPORTED, MEDIA_ISO_DAMAGED, MEDIA_ENTRY_REFUSED
 */
export async function readIsoImage(reader: ByteReader): Promise<IsoImage> {
  try {
    const bytes = new ImageBytes(reader);
    const volume = await readVolume(bytes);
    const { names, entries } = await readTree(bytes, volume);
    const bootRecords = await readBootCatalogue(bytes, volume);
    const content = (file: IsoFile): Promise<Buffer> => readContent(bytes, file);
    return { bytes, volume, names, entries, bootRecords, content, close: () => reader.close() };
  } catch (error) {
    await reader.close();
    throw error;
  }
}

async function readTree(file: ImageBytes, volume: Volume): Promise<{ names: IsoNames; entries: IsoEntry[] }> {
  const skip = await rockRidgeSkip(file, volume);
  if (skip !== undefined) {
    return { names: 'rock-ridge', entries: await new TreeReader(file, volume, 'rock-ridge', skip).read(volume.root) };
  }
  if (volume.jolietRoot !== undefined) {
    return { names: 'joliet', entries: await new TreeReader(file, volume, 'joliet', 0).read(volume.jolietRoot) };
  }
  return { names: 'plain', entries: await new TreeReader(file, volume, 'plain', 0).read(volume.root) };
}

async function readContent(image: ImageBytes, file: IsoFile): Promise<Buffer> {
  requireUncompressed(file);
  const parts: Buffer[] = [];
  for (const extent of file.extents) parts.push(await image.read(extent.offset, extent.length, file.path));
  return Buffer.concat(parts);
}

/** @throws MEDIA_ISO_UNSUPPORTED */
export function requireUncompressed(file: IsoFile): void {
  if (!file.compressed) return;
  throw new DrydockError('MEDIA_ISO_UNSUPPORTED', {
    attempted: 'reading a file',
    subject: file.path,
    found: 'zisofs compression',
  });
}
