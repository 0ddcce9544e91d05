/**
 * A stored pack as an ISO image, streamed: what a pool takes is an image, what the store keeps is the verified tree. The files
 * are in it byte for byte, and with them the signatures that the hosts check; the same tree gives the same image.
 */
import { open } from 'node:fs/promises';
import type { Medium } from '../catalogue.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { layOut, sectorBytes, type ImageFile } from './image-layout.js';
import { descriptors, folderBytes, folderContent } from './image-records.js';

export interface MediumImage {
  readonly bytes: number;
  /** The image from its first byte on. @throws MEDIA_DAMAGED where a file is not as long as its manifest says */
  read(): AsyncIterable<Uint8Array>;
}

export function imageOfMedium(medium: Medium): MediumImage {
  const { manifest } = medium;
  const layout = layOut(manifest.files, folderBytes);
  const modified = new Date(Math.max(0, ...manifest.files.map((file) => file.modified)));
  return {
    bytes: layout.totalSectors * sectorBytes,
    read: async function* (): AsyncIterable<Uint8Array> {
      yield descriptors(layout, manifest.product.name, modified);
      for (const folder of layout.folders) yield folderContent(folder, modified);
      for (const file of layout.files) yield* contentOf(medium, file);
    },
  };
}

async function* contentOf(medium: Medium, { file }: ImageFile): AsyncIterable<Uint8Array> {
  const handle = await open(medium.location(file));
  let bytes = 0;
  try {
    for await (const part of handle.createReadStream({ autoClose: false })) {
      bytes += (part as Buffer).length;
      yield part as Buffer;
    }
  } finally {
    await handle.close();
  }
  if (bytes !== file.size) {
    throw new DrydockError('MEDIA_DAMAGED', {
      attempted: 'writing the image of a pack',
      subject: file.path,
      expected: `${file.size} bytes`,
      found: `${bytes} bytes`,
    });
  }
  const rest = (sectorBytes - (bytes % sectorBytes)) % sectorBytes;
  if (rest > 0) yield Buffer.alloc(rest);
}
