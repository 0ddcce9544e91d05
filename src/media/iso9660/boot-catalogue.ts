/** Reads the El Torito boot catalogue, as information: Drydock never boots from an image itself. */
import type { ImageBytes } from './image-bytes.js';
import type { Volume } from './volume.js';

export interface BootRecord {
  readonly platform: 'bios' | 'uefi' | 'other';
  readonly bootable: boolean;
  /** Byte in the image at which the boot image begins. */
  readonly offset: number;
}

const entrySize = 32;
const catalogueSize = 2048;
const header = { validation: 0x01, section: 0x90, lastSection: 0x91, bootable: 0x88, notBootable: 0x00 } as const;

/** The entries of the first catalogue sector; a catalogue that cannot be understood gives none. */
export async function readBootCatalogue(image: ImageBytes, volume: Volume): Promise<BootRecord[]> {
  const block = volume.bootCatalogueBlock;
  if (block === undefined) return [];
  const bytes = await image.read(block * volume.blockSize, catalogueSize, 'the boot catalogue');
  if (bytes[0] !== header.validation || bytes.readUInt16LE(30) !== 0xaa55) return [];
  const records: BootRecord[] = [];
  let platform = platformOf(bytes[1]);
  for (let offset = entrySize; offset + entrySize <= bytes.length; offset += entrySize) {
    const kind = bytes[offset];
    const start = bytes.readUInt32LE(offset + 8) * volume.blockSize;
    if (kind === header.section || kind === header.lastSection) platform = platformOf(bytes[offset + 1]);
    else if (start !== 0 && (kind === header.bootable || kind === header.notBootable)) {
      records.push({ platform, bootable: kind === header.bootable, offset: start });
    }
  }
  return records;
}

function platformOf(id: number | undefined): BootRecord['platform'] {
  if (id === 0) return 'bios';
  return id === 0xef ? 'uefi' : 'other';
}
